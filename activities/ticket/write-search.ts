import type { TenantEm } from '../../src/db/in-tenant.ts';
import { SearchWriting } from '../../src/db/search/search-writing.ts';
import { ticketTexts } from '../../src/db/search/ticket-texts.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { CompletedEvents } from './complete-events.ts';

/** Keeps the index of search as the saved events say, within their transaction (R36). Its last statement. */
export async function writeSearch(em: TenantEm, ticket: Ticket, completed: readonly CompletedEvents[]): Promise<void> {
  const writing = new SearchWriting(ticket.tenantId);
  const index = ticketTexts(writing, ticket);
  for (const { facts, texts } of completed) {
    const textOf = ({ id }: Readonly<{ id: string }>): string => texts.find((text) => text.id === id)?.body ?? '';
    for (const fact of facts) {
      switch (fact.type) {
        case 'created':
          index.title(textOf(fact.title));
          index.description(textOf(fact.description));
          index.people();
          break;
        case 'title_edited':
          index.title(textOf(fact.title));
          break;
        case 'description_edited':
          index.description(textOf(fact.description));
          break;
        case 'comment_added':
          index.message(fact.body.id, textOf(fact.body), fact.visibility === 'internal');
          break;
        case 'status_changed':
          if (fact.reason !== null) index.message(fact.reason.id, textOf(fact.reason), false);
          break;
        case 'assigned':
          index.people();
          break;
        case 'asset_linked':
          index.linked(fact.assetId, textOf(fact.label));
          break;
        case 'movement_linked':
          index.linked(fact.movementId, textOf(fact.label));
          break;
        case 'asset_unlinked':
          index.unlinked(fact.assetId);
          break;
        case 'movement_unlinked':
          index.unlinked(fact.movementId);
          break;
        default:
      }
    }
  }
  await writing.write(em);
}
