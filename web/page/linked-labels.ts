import type { TextRef, TicketEvent } from '../../src/domain/event.ts';

/**
 * What was taken off a ticket was called while it was linked, by the sequence of the event that took it off. `events` come
 * in their order.
 */
export function linkedLabels(
  events: readonly Readonly<{ sequence: number; fact: TicketEvent<TextRef>; words: string | null }>[],
): ReadonlyMap<number, string> {
  const linked = new Map<string, string | null>();
  const told = new Map<number, string>();
  for (const { sequence, fact, words } of events) {
    switch (fact.type) {
      case 'asset_linked':
        linked.set(fact.assetId, words);
        break;
      case 'movement_linked':
        linked.set(fact.movementId, words);
        break;
      case 'asset_unlinked':
      case 'movement_unlinked': {
        const label = linked.get(fact.type === 'asset_unlinked' ? fact.assetId : fact.movementId);
        if (label != null) told.set(sequence, label);
        break;
      }
      default:
    }
  }
  return told;
}
