import type { TenantEm } from '../in-tenant.ts';

/**
 * Whether the ticket can take this many more comments if it may have `most`; always true for a command that was already
 * carried out. A ticket has no more comments than events, so for most tickets they need not be counted.
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
