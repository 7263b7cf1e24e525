import type { TextRef, TicketEvent } from '../src/domain/event.ts';
import { mayHappen } from '../src/domain/licence.ts';
import type { Principal } from './context.ts';

/** Whether tickets are linked to assets and to movements now; while they are not, pages tell of neither (R29, R30). */
export type LinksShown = Readonly<{ assets: boolean; movements: boolean }>;

/** What the licence of this request shows of links. A movement is that of an asset, so it needs both. */
export function linksShown({ licence }: Principal, now: Date): LinksShown {
  const assets = mayHappen(licence, 'link_assets', now);
  return { assets, movements: assets && mayHappen(licence, 'link_movements', now) };
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
