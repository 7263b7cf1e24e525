import type { EventType } from '../../src/domain/event.ts';
import { type LinksOn, linksOn } from '../../src/domain/licence.ts';
import type { Principal } from './context.ts';

/** Whether tickets are linked to assets and to movements now; while they are not, nothing tells of them (R29, R30). */
export type LinksShown = LinksOn;

/** What the licence of this request shows of links, to a person or a key. */
export function linksShown({ licence }: Pick<Principal, 'licence'>, now: Date): LinksShown {
  return linksOn(licence, now);
}

/** The types of events that are about what is not shown now. They are kept, and come back with the flag. */
export function hiddenEvents({ assets, movements }: LinksShown): EventType[] {
  return [
    ...(assets ? [] : (['asset_linked', 'asset_unlinked'] as const)),
    ...(movements ? [] : (['movement_linked', 'movement_unlinked'] as const)),
  ];
}
