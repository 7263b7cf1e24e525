import type { TextRef, TicketEvent } from '../../src/domain/event.ts';
import { type LinksOn, linksOn } from '../../src/domain/licence.ts';
import type { Principal } from './context.ts';

/** Whether tickets are linked to assets and to movements now; while they are not, nothing tells of them (R29, R30). */
export type LinksShown = LinksOn;

/** What the licence of this request shows of links, to a person or a key. */
export function linksShown({ licence }: Pick<Principal, 'licence'>, now: Date): LinksShown {
  return linksOn(licence, now);
}

/** The events of a ticket without those about what is not shown now. They are kept, and come back with the flag. */
export function shownEvents<Event extends Readonly<{ fact: TicketEvent<TextRef> }>>(
  events: readonly Event[],
  { assets, movements }: LinksShown,
): Event[] {
  return events.filter(({ fact: { type } }) => {
    if (type === 'asset_linked' || type === 'asset_unlinked') return assets;
    return movements || (type !== 'movement_linked' && type !== 'movement_unlinked');
  });
}
