import { describe, expect, it } from '@jest/globals';
import { changedColumns, rowFromTicket } from '../../src/db/ticket-row.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { aTicket, ids, now } from '../support/builders.ts';

const movement = { id: ids.movement, assetId: ids.asset, labelTextId: 'text-label' };
const states: readonly (readonly [what: string, ticket: Ticket])[] = [
  ['open', aTicket()],
  ['in progress', aTicket({ status: 'in_progress' })],
  ['resolved', aTicket({ status: 'resolved', resolutionAnswer: 'still_broken' })],
  ['closed', aTicket({ status: 'closed', reopenedCount: 2 })],
  ['with assets and a movement', aTicket({ assetIds: [ids.asset, ids.otherAsset], movement })],
  ['with one asset', aTicket({ assetIds: [ids.asset], withdrawalRequestedAt: now })],
];

describe('the columns that change', () => {
  it.each(states)('make the row of any other state that of a ticket %s', (_what, after) => {
    for (const [, before] of states) {
      expect({ ...rowFromTicket(before), ...changedColumns(before, after) }).toEqual(rowFromTicket(after));
    }
  });

  it('are none for a ticket that stays as it is, and only those of what does not', () => {
    const ticket = aTicket({ assetIds: [ids.asset], movement });
    expect(changedColumns(ticket, structuredClone(ticket))).toEqual({});
    expect(changedColumns(ticket, { ...ticket, version: 4, updatedAt: now, movement: null, assigneeId: null })).toEqual(
      {
        version: 4,
        updatedAt: new Date(now),
        movementId: null,
        movementAssetId: null,
        movementTextId: null,
      },
    );
    expect(changedColumns(ticket, { ...ticket, assetIds: [] })).toEqual({ assetIds: [] });
  });
});
