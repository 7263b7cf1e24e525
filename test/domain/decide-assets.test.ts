import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/command.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { decide } from '../../src/domain/decide.ts';
import { assetLimit, type Ticket } from '../../src/domain/ticket.ts';
import { aCommand, aCreateCommand, anAgent, aReporter, aTicket, ids, now } from '../support/builders.ts';

const about = (...assetIds: string[]) => ({ assetIds });
const movement = { id: ids.movement, assetId: ids.asset, labelTextId: 'text-movement' };

function decided(ticket: Ticket, ...changes: Change[]) {
  const outcome = decide(ticket, aCommand({ changes }), now);
  return outcome.ok ? outcome.value : outcome.refusal.code;
}

const someIds = (count: number) =>
  Array.from({ length: count }, (_, place) => `50000000-0000-4000-8000-${String(place).padStart(12, '0')}`);

describe('linking assets', () => {
  it('links one more, and one that is linked already makes no event', () => {
    const ticket = aTicket(about(ids.asset));
    expect(decided(ticket, { kind: 'link_asset', assetId: ids.otherAsset })).toEqual([
      { type: 'asset_linked', assetId: ids.otherAsset, label: '' },
    ]);
    expect(decided(ticket, { kind: 'link_asset', assetId: ids.asset.toUpperCase() })).toEqual([]);
  });

  it('takes one off, its movement with it and before it', () => {
    const ticket = aTicket({ ...about(ids.asset, ids.otherAsset), movement });
    expect(decided(ticket, { kind: 'unlink_asset', assetId: ids.asset })).toEqual([
      { type: 'movement_unlinked', movementId: ids.movement, assetId: ids.asset },
      { type: 'asset_unlinked', assetId: ids.asset },
    ]);
    expect(decided(ticket, { kind: 'unlink_asset', assetId: ids.otherAsset })).toEqual([
      { type: 'asset_unlinked', assetId: ids.otherAsset },
    ]);
    expect(decided(aTicket(), { kind: 'unlink_asset', assetId: ids.asset })).toEqual([]);
  });

  it('sets exactly those asked for: only the differences become events', () => {
    const ticket = aTicket(about(ids.asset));
    expect(decided(ticket, { kind: 'set_assets', assetIds: [ids.otherAsset, ids.otherAsset] })).toEqual([
      { type: 'asset_unlinked', assetId: ids.asset },
      { type: 'asset_linked', assetId: ids.otherAsset, label: '' },
    ]);
    expect(decided(ticket, { kind: 'set_assets', assetIds: [ids.asset] })).toEqual([]);
  });

  it(`stops at ${assetLimit}`, () => {
    const full = aTicket(about(...someIds(assetLimit)));
    expect(decided(full, { kind: 'link_asset', assetId: ids.otherAsset.replace(/2$/, '9').replace(/^5/, '7') })).toBe(
      'malformed',
    );
    expect(decided(aTicket(), { kind: 'set_assets', assetIds: someIds(assetLimit + 1) })).toBe('malformed');
    expect(decideCreation(aCreateCommand({ assetIds: someIds(assetLimit + 1) })).ok).toBe(false);
  });

  it.each(['closed', 'cancelled'] as const)('is over once the ticket is %s', (status) => {
    for (const change of [
      { kind: 'link_asset', assetId: ids.asset },
      { kind: 'unlink_asset', assetId: ids.asset },
      { kind: 'set_assets', assetIds: [] },
      { kind: 'set_movement', movementId: null },
    ] as const) {
      expect(decided(aTicket({ status, ...about(ids.asset) }), change)).toBe('ticket_finished');
    }
  });

  it('is for agents: a reporter is refused, and somebody else finds no ticket', () => {
    const changes = [{ kind: 'link_asset', assetId: ids.asset }] as const;
    expect(decide(aTicket(), aCommand({ actor: aReporter(), changes }), now)).toMatchObject({
      refusal: { code: 'forbidden' },
    });
    const stranger = aReporter({ id: ids.stranger, permissions: ['assets:manage'] });
    expect(decide(aTicket(), aCommand({ actor: stranger, changes }), now)).toMatchObject({
      refusal: { code: 'not_found' },
    });
  });
});

describe('a movement', () => {
  const wish = (movementId: string | null) => ({ kind: 'set_movement', movementId }) as const;

  it('replaces the one that was linked; whose it is the database says', () => {
    const ticket = aTicket({ ...about(ids.asset), movement });
    const other = ids.movement.replace(/1$/, '2');
    expect(decided(ticket, wish(other))).toEqual([
      { type: 'movement_unlinked', movementId: ids.movement, assetId: ids.asset },
      { type: 'movement_linked', movementId: other, assetId: '', label: '' },
    ]);
    expect(decided(ticket, wish(null))).toEqual([
      { type: 'movement_unlinked', movementId: ids.movement, assetId: ids.asset },
    ]);
  });

  it('that is linked already makes no event, nor does taking off none', () => {
    expect(decided(aTicket({ ...about(ids.asset), movement }), wish(ids.movement.toUpperCase()))).toEqual([]);
    expect(decided(aTicket(), wish(null))).toEqual([]);
  });

  it('is decided after the assets of the same command', () => {
    const events = decided(aTicket(), wish(ids.movement), { kind: 'link_asset', assetId: ids.asset });
    expect(events).toMatchObject([{ type: 'asset_linked' }, { type: 'movement_linked' }]);
  });
});

describe('a ticket that begins with assets', () => {
  it('is created first, then linked to each once, then to the movement', () => {
    const creation = decideCreation(
      aCreateCommand({ actor: anAgent(), assetIds: [ids.asset, ids.asset, ids.otherAsset], movementId: ids.movement }),
    );
    expect(creation).toMatchObject({
      ok: true,
      value: [
        { type: 'created' },
        { type: 'asset_linked', assetId: ids.asset },
        { type: 'asset_linked', assetId: ids.otherAsset },
        { type: 'movement_linked', movementId: ids.movement },
      ],
    });
  });
});
