import type { ApiTicket } from '../../src/db/reading/api-tickets.ts';
import { allowedCommands } from '../../src/domain/allowed-commands.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import { linksShown } from '../http/links-shown.ts';
import { entityTag } from './entity-tag.ts';
import type { ApiAnswer } from './route.ts';
import type { TicketBody } from './schemas/ticket.ts';

/** A ticket as the API shows it to this caller. */
export function presentTicket(found: ApiTicket, caller: ApiCaller, now: Date): TicketBody {
  const { ticket } = found;
  const shown = linksShown(caller, now);
  return {
    id: ticket.id,
    number: ticket.number,
    type: ticket.type,
    title: ticket.title,
    description: found.description,
    status: ticket.status,
    priority: ticket.priority,
    channel: ticket.channel,
    external_ref: ticket.externalRef,
    reporter: found.reporter,
    assignee: found.assignee,
    movement: shown.movements ? found.movement : null,
    assets: shown.assets ? [...found.assets] : [],
    solution: found.solution,
    version: found.version,
    created_at: ticket.createdAt,
    updated_at: found.updatedAt.toISOString(),
    resolved_at: ticket.resolvedAt,
    closed_at: ticket.finishedAt,
    actions: allowedCommands(ticket, caller.actor).filter((offer) => offer !== 'change_assets' || shown.assets),
  };
}

/** Headers of an answer that is one ticket. Clients may store it, but must revalidate it. */
export function ticketHeaders({ version }: Pick<TicketBody, 'version'>): NonNullable<ApiAnswer['headers']> {
  return { ETag: entityTag(version), 'Cache-Control': 'private, no-cache', Vary: 'Authorization' };
}
