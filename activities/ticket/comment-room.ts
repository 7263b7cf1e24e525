import type { TenantEm } from '../../src/db/in-tenant.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import { tooManyComments } from '../../src/domain/write-limits.ts';
import type { TicketWriting } from './ticket-writing.ts';

const isComment = ({ type }: Pick<DecidedEvent, 'type'>): boolean => type === 'comment_added';

/**
 * The refusal where the ticket, which is locked, would have more than `most` comments with those of the events. A ticket
 * has no more comments than events, so for most tickets they need not be counted.
 */
export async function refusedForComments(
  em: TenantEm,
  events: readonly DecidedEvent[],
  { ticket, completed }: Pick<TicketWriting, 'ticket' | 'completed'>,
  most: number,
): Promise<Refusal | null> {
  const added = events.filter(isComment).length;
  if (ticket === null || added === 0 || ticket.sequence + added <= most) return null;
  const [saved] = await em.execute<{ n: string }[]>(
    `select count(*) as n from ticket_event where tenant_id = ? and ticket_id = ? and type = 'comment_added'`,
    [ticket.tenantId, ticket.id],
  );
  // Those of the commands before this one, which are written together with it.
  const pending = completed.flatMap(({ facts }) => facts).filter(isComment).length;
  return Number(saved?.n ?? 0) + pending + added <= most ? null : tooManyComments(most);
}
