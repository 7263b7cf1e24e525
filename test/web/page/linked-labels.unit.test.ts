import { expect, it } from '@jest/globals';
import type { TextRef, TicketEvent } from '../../../src/domain/event.ts';
import { linkedLabels } from '../../../web/page/linked-labels.ts';

const label = { id: 'text', digest: '' };
const linked = { type: 'asset_linked', assetId: 'a', label } as const;
const unlinked = { type: 'asset_unlinked', assetId: 'a' } as const;

it('what was taken off is told by the name that it had when it was linked, whatever it is called since', () => {
  const told: [TicketEvent<TextRef>, string | null][] = [
    [linked, 'Old'],
    [unlinked, null],
    [linked, 'New'],
    [unlinked, null],
    [linked, null],
    [unlinked, null],
  ];
  const events = told.map(([fact, words], index) => ({ sequence: index + 1, fact, words }));
  expect([...linkedLabels(events)]).toEqual([
    [2, 'Old'],
    [4, 'New'],
  ]);
});
