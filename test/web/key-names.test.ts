import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type Actor, actorRef } from '../../src/domain/actor.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { findApiKey } from '../../src/host/api-keys/find-api-key.ts';
import { recordAssetEvent } from '../../src/host/assets/asset-history.ts';
import { rotateApiKey } from '../../src/host/api-keys/rotate-api-key.ts';
import { createIntegrationKey, createKeyFor } from '../support/api-keys.ts';
import { anAsset } from '../support/assets.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { agentActor, reporterActor, writeTicket } from '../support/rows.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { wordsAt, wordsOf } from './desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let before: Actor;
let after: Actor;

async function actorBy(key: string): Promise<Actor> {
  const caller = await findApiKey(web.orm, key);
  if (caller === null) throw new Error('The key of this test is none');
  return caller.actor;
}

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, name: 'Agnes Agent' }, rita: { name: 'Rita Rabe' } },
  });
  const { id, key } = await createIntegrationKey(web.orm, tenant.id, { name: 'Monitoring' });
  const rotation = { id, oldUntil: new Date(), expiresAt: null, by: tenant.people.agnes.userId, now: new Date() };
  before = await actorBy(key);
  const made = await inTenant(web.orm, tenant.id, (em) => rotateApiKey(em, tenant.id, rotation));
  after = await actorBy(made.key);
});
afterAll(() => web.close());

/** A ticket of Rita's that an integration works on, with two of its keys. */
function aTicket(by: readonly [Actor, Actor] = [before, after]): Promise<Ticket> {
  const { userId: reporterId } = tenant.people.rita;
  return writeTicket(web.orm, { tenantId: tenant.id, reporterId, by: reporterActor(reporterId) }, [
    { by: by[0], changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by: by[1], changes: [{ kind: 'comment', visibility: 'external', body: 'The printer answers again.' }] },
    { by: by[1], changes: [{ kind: 'comment', visibility: 'internal', body: 'Seen by the probe.' }] },
  ]);
}

describe('a person by a key', () => {
  /** A ticket that Rita's key files and Agnes' key answers, with a note. */
  async function byKeys(): Promise<Ticket> {
    const { agnes, rita } = tenant.people;
    const filing = await actorBy((await createKeyFor(web.orm, rita, { name: 'Expense tool' })).key);
    const answering = await actorBy((await createKeyFor(web.orm, agnes, { name: 'Billing <sync>' })).key);
    return writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId, by: filing }, [
      { by: answering, changes: [{ kind: 'set_status', to: 'in_progress' }] },
      { by: answering, changes: [{ kind: 'comment', visibility: 'external', body: 'The bill is corrected.' }] },
      { by: filing, changes: [{ kind: 'comment', visibility: 'external', body: 'Booked.' }] },
      { by: agentActor(agnes.userId), changes: [{ kind: 'comment', visibility: 'internal', body: 'By hand.' }] },
    ]);
  }

  it('is named with the key in conversation and history of the agents, and without one where there was none', async () => {
    const { number } = await byKeys();
    const words = await wordsAt(web.as(tenant.people.agnes), `/tickets/${number}`);
    expect(words).toContain('Rita Rabe by key Expense tool');
    expect(words).toMatch(/Agnes Agent by key Billing &lt;sync&gt; Reply [^.]*The bill is corrected\./);
    expect(words).toMatch(/Agnes Agent Internal note [^.]*By hand\./);
    expect(words).toContain('Agnes Agent by key Billing &lt;sync&gt;: Open to In progress');
  });

  it('is named with their own key to the reporter, who learns nothing of the keys of others', async () => {
    const { number } = await byKeys();
    const words = await wordsAt(web.as(tenant.people.rita), `/desk/${number}`);
    expect(words).toContain('Sent in your name by the key “Expense tool”');
    expect(words).toMatch(/You, by the key “Expense tool”[^.]*Booked\./);
    expect(words).toMatch(/Agnes Agent[^.]*The bill is corrected\./);
    expect(words).not.toContain('Billing');
  });

  it('is named in the history of an asset', async () => {
    const { agnes } = tenant.people;
    const by = await actorBy((await createKeyFor(web.orm, agnes, { name: 'Inventory sync' })).key);
    const asset = await anAsset(web.orm, { tenantId: tenant.id, by: agnes.userId });
    const event = {
      assetId: asset.id,
      at: new Date(),
      actor: actorRef(by),
      fact: { kind: 'edited', fields: ['name'] },
    };
    await inTenant(web.orm, tenant.id, (em) => recordAssetEvent(em, tenant.id, event as never));
    const words = await wordsAt(web.as(agnes), `/assets/${asset.id}/history`);
    expect(words).toContain('Agnes Agent by key Inventory sync');
  });
});

describe('an integration', () => {
  it('has the name of its key in conversation and history of the agents, whichever key it had', async () => {
    const { number } = await aTicket();
    const words = await wordsAt(web.as(tenant.people.agnes), `/tickets/${number}`);
    expect(words.match(/Monitoring \(integration\)/g)?.length).toBeGreaterThanOrEqual(5);
    expect(words).toMatch(/Monitoring \(integration\)[^.]*The printer answers again\./);
  });

  it('is the support team to the reporter, who learns nothing of keys', async () => {
    const { number } = await aTicket();
    const { text } = await web.as(tenant.people.rita).get(`/desk/${number}`);
    expect(wordsOf(text)).toContain('The support team');
    expect(text).not.toContain('Monitoring');
    expect(text.toLowerCase()).not.toContain('integration');
    const list = await web.as(tenant.people.rita).get('/desk');
    expect(wordsOf(list.text)).toContain('The support team: The printer answers again.');
  });

  it('that nobody knows is said to be unknown, one of another tenant too', async () => {
    const other = await createTenant(web.orm);
    const { id } = await createIntegrationKey(web.orm, other.id, { name: 'Theirs' });
    const unknown: Actor = { ...before, id: randomUUID() } as Actor;
    const { number } = await aTicket([{ ...before, id } as Actor, unknown]);
    const words = await wordsAt(web.as(tenant.people.agnes), `/tickets/${number}`);
    expect(words).toContain('unknown (integration)');
    expect(words).not.toContain('Theirs');
  });
});
