import type { EventType } from '../../src/domain/event.ts';
import { type LinksOn, linksOn } from '../../src/domain/licence.ts';
import type { Principal } from './context.ts';

/** Whether tickets are linked to assets and to movements now; if not, nothing shows them (R29, R30). */
export type LinksShown = LinksOn;

/** Which links the licence of this request shows, to a person or a key. */
export function linksShown({ licence }: Pick<Principal, 'licence'>, now: Date): LinksShown {
  return linksOn(licence, now);
}

/** The types of events about links that are hidden now. The events are kept, and reappear with the flag. */
export function hiddenEvents({ assets, movements }: LinksShown): EventType[] {
  return [
    ...(assets ? [] : (['asset_linked', 'asset_unlinked'] as const)),
    ...(movements ? [] : (['movement_linked', 'movement_unlinked'] as const)),
  ];
}
