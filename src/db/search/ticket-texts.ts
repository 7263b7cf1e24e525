import { ownToken, personToken } from '../../domain/search/token.ts';
import { countIn } from '../../domain/numbering.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { places, type SearchWriting } from './search-writing.ts';

/** What the index needs to know of a ticket. */
export type IndexedTicket = Pick<Ticket, 'id' | 'number' | 'reporterId' | 'assigneeId'>;

/** Puts a ticket's texts into the index, each where it belongs: one place for what is kept live and what is rebuilt. */
export function ticketTexts(writing: SearchWriting, ticket: IndexedTicket) {
  const indexed = { ticketId: ticket.id, ordinal: countIn(ticket.number) };
  const own = [ownToken(ticket.reporterId)];
  const seenByAll = { forAgents: false, also: own };
  return {
    title: (text: string) => writing.put(indexed, 'title', { place: places.title, text, ...seenByAll }),
    description: (text: string) =>
      writing.put(indexed, 'description', { place: places.description, text, ...seenByAll }),
    /** A message, note or reason, by the id of its text. */
    message: (textId: string, text: string, forAgents: boolean) =>
      writing.put(indexed, textId, { place: places.conversation, text, forAgents, also: forAgents ? [] : own }),
    /** An asset or movement, by its id, under the name that it was linked with. */
    linked: (id: string, label: string) => writing.put(indexed, id, { place: places.named, text: label, ...seenByAll }),
    unlinked: (id: string) => writing.remove(indexed, id),
    /** Reporter and assignee. */
    people: () => {
      const people = [ticket.reporterId, ...(ticket.assigneeId === null ? [] : [ticket.assigneeId])];
      writing.put(indexed, 'people', {
        place: places.named,
        text: '',
        forAgents: false,
        also: [...own, ...people.map((id) => personToken(id))],
      });
    },
  };
}
