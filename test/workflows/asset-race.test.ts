import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { anAsset, linksOf, remove } from '../support/assets.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
  tenant = await product.tenant({ flags: ['asset_integration'] });
});

afterAll(() => product.stop());

const rounds = 200;
const lanes = 4;

type Winner = 'link' | 'deletion';

/** What became of it, or the sentence that it was refused with. */
async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return `${error.refusal.code}: ${wordsOfRefusal(error.refusal)}`;
  }
}

/** The deletion begins so many milliseconds later: more while it comes first, fewer while it comes last. */
async function deletionAfter(milliseconds: number, assetId: string): Promise<string> {
  await pause(milliseconds);
  return outcomeOf(remove(product.orm, { tenantId: tenant.id, by: tenant.agent.id }, assetId));
}

const refusedLink = 'asset_unknown: There is no such asset. Choose another one, or send it without.';
const refusedDeletion =
  'asset_in_use: 1 active ticket is about this asset, so it cannot be deleted yet. It can once that ticket is finished, or no longer about it.';

async function race(link: (assetId: string) => Promise<{ ticketId: string; linked: Promise<unknown> }>) {
  const won: Record<Winner, number> = { link: 0, deletion: 0 };
  let left = rounds;
  let later = 0;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { id: assetId } = await anAsset(product.orm, { tenantId: tenant.id, by: tenant.agent.id });
      const { ticketId, linked } = await link(assetId);
      const [linking, deleting] = await Promise.all([outcomeOf(linked), deletionAfter(later, assetId)]);
      const winner: Winner = linking === 'done' ? 'link' : 'deletion';
      won[winner] += 1;
      // In large steps until the link has come first once, then in small ones about the moment at which the two meet.
      const step = won.link === 0 ? 5 : 1;
      later = Math.max(0, later + (winner === 'link' ? -step : step));
      expect([linking, deleting]).toEqual(winner === 'link' ? ['done', refusedDeletion] : [refusedLink, 'done']);
      const { held, listed } = await linksOf(product.orm, tenant.id, ticketId);
      const isLinked = winner === 'link';
      expect([held.includes(assetId), listed.includes(assetId)]).toEqual([isLinked, isLinked]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return won;
}

async function dangling(): Promise<unknown[]> {
  return inTenant(product.orm, tenant.id, (em) =>
    em.execute('select 1 from asset_link l left join asset a on a.id = l.asset_id where a.id is null'),
  );
}

async function ticketsThere(): Promise<number> {
  return inTenant(product.orm, tenant.id, (em) => em.count(TicketEntity, {}));
}

describe('two hundred rounds of deleting an asset (R28)', () => {
  it('while a ticket about it is created: one of the two is refused, and no ticket is lost', async () => {
    const before = await ticketsThere();
    const won = await race(async (assetId) => {
      const creation = creationBy(tenant, { actor: tenant.agent, assetIds: [assetId] });
      return { ticketId: creation.ticketId, linked: product.gateway.create(creation) };
    });
    expect(won.link + won.deletion).toBe(rounds);
    expect(Math.min(won.link, won.deletion)).toBeGreaterThan(0);
    expect(await ticketsThere()).toBe(before + won.link);
    expect(await dangling()).toEqual([]);
  });

  it('while a ticket is linked to it: one of the two is refused, and the ticket stays', async () => {
    // Each ticket meets twenty assets, one after the other or at once.
    const tickets: Promise<{ ticketId: string }>[] = [];
    let round = 0;
    const won = await race(async (assetId) => {
      const ticket = (tickets[Math.floor(round++ / 20)] ??= product.gateway.create(creationBy(tenant)));
      const { ticketId } = await ticket;
      const link = commandBy(tenant.agent, { kind: 'link_asset', assetId });
      return { ticketId, linked: product.gateway.send(tenant.id, ticketId, link) };
    });
    expect(won.link + won.deletion).toBe(rounds);
    expect(Math.min(won.link, won.deletion)).toBeGreaterThan(0);
    expect(await dangling()).toEqual([]);
  });
});
