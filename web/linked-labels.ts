import type { TextRef, TicketEvent } from '../src/domain/event.ts';

/** What the assets and movements that a ticket has or had were called when they were linked, by their ids. */
export function linkedLabels(
  events: readonly Readonly<{ fact: TicketEvent<TextRef>; words: string | null }>[],
): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ fact, words }): [string, string][] => {
      if (words === null) return [];
      if (fact.type === 'asset_linked') return [[fact.assetId, words]];
      return fact.type === 'movement_linked' ? [[fact.movementId, words]] : [];
    }),
  );
}
