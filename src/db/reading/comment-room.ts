import type { TenantEm } from '../in-tenant.ts';

/**
 * Whether the ticket takes so many more comments, when it may have `most`; for a command that was carried out already,
 * always. A ticket has no more comments than events, so that those of most tickets are not counted.
 */
export async function hasRoomForComments(
  em: TenantEm,
  { ticketId, commandId, comments }: Readonly<{ ticketId: string; commandId: string; comments: number }>,
  most: number,
): Promise<boolean> {
  const [found] = await em.execute<{ room: boolean }[]>(
    `select t.sequence + ? <= ?
       or exists (select from ticket_command c where c.tenant_id = t.tenant_id and c.ticket_id = t.id and c.id = ?)
       or (select count(*) from ticket_event e
           where e.tenant_id = t.tenant_id and e.ticket_id = t.id and e.type = 'comment_added') + ? <= ? as room
     from ticket t where t.id = ?`,
    [comments, most, commandId, comments, most, ticketId],
  );
  return found?.room ?? true;
}
