import type { Actor } from '../../src/domain/actor.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { tooMuch, writtenAtFirst, writtenBy, type Written } from '../../src/domain/write-limits.ts';
import { countUse } from '../../src/host/limits/count-use.ts';
import { derivedId } from '../../src/ids.ts';
import type { TicketGateway } from '../../src/temporal/ticket-gateway.ts';
import type { WebDeps } from './context.ts';

/**
 * The gateway of tickets with the limits of what one person may write, for pages and API alike: comments a minute, text
 * an hour. Whatever exceeds them is refused before it is sent.
 */
export function limitTickets({
  orm,
  tickets,
  writeLimits,
}: Pick<WebDeps, 'orm' | 'tickets' | 'writeLimits'>): TicketGateway {
  async function count(actor: Actor, { comments, bytes }: Written): Promise<void> {
    if (bytes === 0 || !('id' in actor)) return;
    const exceeded = await countUse(orm, [
      { subject: derivedId('comments', actor.id), amount: comments, most: writeLimits.commentsPerMinute, seconds: 60 },
      { subject: derivedId('text', actor.id), amount: bytes, most: writeLimits.textBytesPerHour, seconds: 3600 },
    ]);
    if (exceeded === null) return;
    throw new Refused(tooMuch(exceeded.place === 0 ? 'comments' : 'text', writeLimits, exceeded.seconds));
  }

  return {
    ...tickets,
    async create(command) {
      await count(command.actor, writtenAtFirst(command));
      return tickets.create(command);
    },
    async send(tenantId, ticketId, command) {
      await count(command.actor, writtenBy(command.changes));
      return tickets.send(tenantId, ticketId, command);
    },
  };
}
