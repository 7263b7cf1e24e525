import type { Command, Seen } from './command.ts';
import type { Refusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';

/**
 * Whether the sender decided on an outdated ticket: by version (If-Match, any change counts) or by the fields that the
 * form showed (only those that the command changes need to be sent). Null if nothing is stale.
 */
export function staleness(ticket: Ticket, command: Command): Refusal | null {
  if (command.ifVersion !== undefined && command.ifVersion !== ticket.version) {
    return {
      code: 'stale_version',
      key: 'refusal.stale.version',
      values: { number: ticket.number, version: ticket.version, had: command.ifVersion },
      details: { version: ticket.version },
    };
  }
  const seen: Seen = command.seen ?? {};
  for (const field of Object.keys(seen) as (keyof Seen)[]) {
    if (seen[field] !== undefined && seen[field] !== ticket[field]) {
      return {
        code: 'stale_field',
        key: 'refusal.stale.field',
        field,
        details: { seen: seen[field], now: ticket[field] },
      };
    }
  }
  return null;
}
