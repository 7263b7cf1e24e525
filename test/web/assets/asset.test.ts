import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flags } from '../../../src/domain/licence.ts';
import { aMovement, anAsset, type TestAsset } from '../../support/assets.ts';
import { agentActor, reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { keeper, type Office, office } from './office.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());

type Who = keyof Office['people'];

const get = async (tenant: Office, who: Who, path: string) => web.as(tenant.people[who]).get(path);

const without = (...off: string[]) => flags.filter((flag) => !off.includes(flag));

/** An asset that Rita got from Tom, with a ticket of hers, a finished one and one of Tom's, and a movement with a ticket. */
async function aBusyAsset(tenant: Office): Promise<{ asset: TestAsset; movementId: string; numbers: string[] }> {
  const { rita, tom, agnes } = tenant.people;
  const asset = await anAsset(web.orm, keeper(tenant), { name: 'Laptop', holderId: tom.userId });
  const movementId = await aMovement(web.orm, keeper(tenant), {
    assetId: asset.id,
    kind: 'hand_over',
    toHolderId: rita.userId,
    note: 'Tom broke it',
  });
  const about = { tenantId: tenant.id, assetIds: [asset.id] };
  const ofRita = { ...about, reporterId: rita.userId, by: reporterActor(rita.userId) };
  const by = agentActor(agnes.userId);
  const tickets = [
    await writeTicket(web.orm, { ...ofRita, title: 'Finished one' }, [
      { by, changes: [{ kind: 'set_status', to: 'cancelled', reasonCode: 'duplicate' }] },
    ]),
    await writeTicket(web.orm, { ...ofRita, title: 'Active one', movementId, at: '2026-01-06T08:00:00.000Z' }),
    await writeTicket(web.orm, {
      ...about,
      reporterId: tom.userId,
      title: 'Another’s secret',
      at: '2026-01-07T08:00:00.000Z',
    }),
  ];
  return { asset, movementId, numbers: tickets.map(({ number }) => number) };
}

describe('an asset that somebody may not open', () => {
  it('is not found, on each of its pages, like one that does not exist', async () => {
    const tenant = await office(web);
    const foreign = await office(web);
    const ofTom = await anAsset(web.orm, keeper(tenant), { holderId: tenant.people.tom.userId });
    const theirs = await anAsset(web.orm, keeper(foreign));
    const answers = new Set<string>();
    for (const id of [ofTom.id, theirs.id, randomUUID(), 'nonsense']) {
      for (const part of ['', '/movements', '/history', '/tickets']) {
        const { status, text } = await get(tenant, 'rita', `/assets/${id}${part}`);
        answers.add(`${status} ${text.replaceAll(`/assets/${id}${part}`, '')}`);
      }
    }
    expect([...answers].map((answer) => answer.slice(0, 4))).toEqual(['404 ']);
    expect((await get(tenant, 'ada', `/assets/${theirs.id}`)).status).toBe(404);
    expect((await get(tenant, 'agnes', `/assets/${theirs.id}`)).status).toBe(404);
  });
});

describe('the tickets tab (R27)', () => {
  it('shows agents all tickets, the active ones first, with their count', async () => {
    const tenant = await office(web);
    const { asset, numbers } = await aBusyAsset(tenant);
    const { text } = await get(tenant, 'agnes', `/assets/${asset.id}/tickets`);
    expect(text).toContain('Tickets <span class="count">3</span>');
    expect([...text.matchAll(/href="\/tickets\/(TKT[^"]+)"/g)].map((match) => match[1])).toEqual([
      numbers[2],
      numbers[1],
      numbers[0],
    ]);
    expect(text).toContain(`href="/tickets?view=all&amp;asset=${asset.id}"`);
  });

  it('shows everybody else their own only, by the desk', async () => {
    const tenant = await office(web);
    const { asset, numbers } = await aBusyAsset(tenant);
    const { text } = await get(tenant, 'rita', `/assets/${asset.id}/tickets`);
    expect(text).toContain('Tickets <span class="count">2</span>');
    expect([...text.matchAll(/href="\/desk\/(TKT[^"]+)"/g)].map((match) => match[1])).toEqual([numbers[1], numbers[0]]);
    expect(text).not.toContain('Another’s secret');
    const manager = await get(tenant, 'ada', `/assets/${asset.id}/tickets`);
    expect(manager.text).toContain('Tickets <span class="count">0</span>');
    expect(manager.text).not.toContain('Active one');
  });

  it('is hidden with everything of tickets while the flag is off, and comes back with it (R29)', async () => {
    const tenant = await office(web, { flags: without('asset_integration') });
    const { asset, numbers } = await aBusyAsset(tenant);
    for (const part of ['', '/movements', '/history']) {
      const { status, text } = await get(tenant, 'agnes', `/assets/${asset.id}${part}`);
      expect(status).toBe(200);
      expect(text).not.toMatch(/Report issue|[0-9a-f]\/tickets"/);
      for (const number of numbers) expect(text).not.toContain(number);
    }
    expect((await get(tenant, 'agnes', `/assets/${asset.id}/tickets`)).status).toBe(404);
  });
});

describe('the history of an asset', () => {
  it('tells agents of all tickets, a holder of their own', async () => {
    const tenant = await office(web);
    const { asset } = await aBusyAsset(tenant);
    const page = await get(tenant, 'agnes', `/assets/${asset.id}/history`);
    expect(page.text).toContain('<b>Ada Assets</b> added it to the inventory');
    expect(page.text).toContain('recorded a hand-over');
    expect((await get(tenant, 'rita', `/assets/${asset.id}/history`)).status).toBe(200);
  });
});

describe('a movement', () => {
  it('tells who gave and who took to who sees all assets, and nothing of others to its holder', async () => {
    const tenant = await office(web);
    const { asset } = await aBusyAsset(tenant);
    const path = `/assets/${asset.id}/movements`;
    const whole = (await get(tenant, 'ada', path)).text;
    expect(whole).toContain('Tom Reporter');
    expect(whole).toContain('Tom broke it');
    const held = (await get(tenant, 'rita', path)).text;
    expect(held).toContain('Hand-over');
    expect(held).toMatch(/to <\/span>you/);
    expect(held).not.toContain('Tom');
  });

  it('shows its tickets, and leads to a new one about it (R30)', async () => {
    const tenant = await office(web);
    const { asset, movementId, numbers } = await aBusyAsset(tenant);
    const { text } = await get(tenant, 'agnes', `/assets/${asset.id}/movements`);
    expect(text).toContain(`href="/tickets/${numbers[1]}"`);
    expect(text).not.toContain(`href="/tickets/${numbers[0]}"`);
    expect(text).toContain(`href="/tickets/new?asset=${asset.id}&amp;movement=${movementId}"`);
    const held = await get(tenant, 'rita', `/assets/${asset.id}/movements`);
    expect(held.text).toContain(`href="/desk/new?asset=${asset.id}&amp;movement=${movementId}"`);
  });

  it('says nothing of tickets while movement_link is off, though its asset does', async () => {
    const tenant = await office(web, { flags: without('movement_link') });
    const { asset, movementId, numbers } = await aBusyAsset(tenant);
    const { text } = await get(tenant, 'agnes', `/assets/${asset.id}/movements`);
    expect(text).not.toContain(`${numbers[1]}`);
    expect(text).not.toContain(`movement=${movementId}`);
    expect((await get(tenant, 'agnes', `/assets/${asset.id}/tickets`)).text).toContain(`${numbers[1]}`);
  });
});

describe('Report issue (R26)', () => {
  const hrefOf = (text: string, id: string) => new RegExp(`href="([^"]+asset=${id})"`).exec(text)?.[1] ?? null;

  it.each([
    ['an agent to the agents’ form', 'agnes', flags, '/tickets/new?asset='],
    ['a holder to the desk’s form', 'rita', flags, '/desk/new?asset='],
    ['an asset manager to the desk’s form', 'ada', flags, '/desk/new?asset='],
    ['an agent to the desk while agents have no pages', 'agnes', without('agent_portal'), '/desk/new?asset='],
    ['a holder nowhere while there is no desk', 'rita', without('end_user_portal'), null],
    ['nobody anywhere while assets are not linked', 'agnes', without('asset_integration'), null],
  ] as const)('leads %s', async (_what, who, on, href) => {
    const tenant = await office(web, { flags: on });
    const asset = await anAsset(web.orm, keeper(tenant), { holderId: tenant.people.rita.userId });
    const { text } = await get(tenant, who, `/assets/${asset.id}`);
    expect(hrefOf(text, asset.id)).toBe(href === null ? null : `${href}${asset.id}`);
  });
});
