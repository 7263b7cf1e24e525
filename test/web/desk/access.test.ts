import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { commandId, type RecordingGateway, recordingGateway, wordsAt } from './desk.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'ralf' | 'agnes'>;
let elsewhere: TestTenant<'tom'>;
let ticket: Ticket;
let foreign: Ticket;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  tenant = await createTenant(web.orm, { people: { rita: {}, ralf: {}, agnes: { agent: true } } });
  elsewhere = await createTenant(web.orm, { people: { tom: {} } });
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId });
  foreign = await writeTicket(web.orm, {
    tenantId: elsewhere.id,
    reporterId: elsewhere.people.tom.userId,
    number: 'TKT-000042',
  });
});
afterAll(() => web.close());
beforeEach(() => void gateway.sent.splice(0));

const posts: [path: string, fields: Record<string, string>][] = [
  ['replies', { body: 'Hello?' }],
  ['answer', { answer: 'solved' }],
  ['answer', { answer: 'still_broken', body: 'It smokes.' }],
  ['withdrawal', {}],
];

describe('A ticket in the desk', () => {
  it('is shown to its reporter by number and found by id', async () => {
    const rita = web.as(tenant.people.rita);
    expect((await rita.get(`/desk/${ticket.number}`)).status).toBe(200);
    const byId = await rita.get(`/desk/${ticket.id}`);
    expect([byId.status, byId.location]).toEqual([303, `/desk/${ticket.number}`]);
  });

  it.each(['ralf', 'agnes'] as const)('is not there for %s of the same tenant, an agent or not (R22)', async (who) => {
    const other = web.as(tenant.people[who]);
    expect((await other.get(`/desk/${ticket.number}`)).status).toBe(404);
    expect((await other.get(`/desk/${ticket.id}`)).status).toBe(404);
    expect((await other.get(`/desk/new?follow_up=${ticket.number}`)).status).toBe(404);
  });

  it('is not there for people of another tenant', async () => {
    const rita = web.as(tenant.people.rita);
    expect((await rita.get(`/desk/${foreign.number}`)).status).toBe(404);
    expect((await rita.get(`/desk/${foreign.id}`)).status).toBe(404);
  });

  it.each(posts)('takes nothing from anybody else: %s %j', async (path, fields) => {
    const rita = web.as(tenant.people.rita);
    for (const who of ['ralf', 'agnes'] as const) {
      for (const name of [ticket.number, ticket.id]) {
        const answer = await web.as(tenant.people[who]).post(`/desk/${name}/${path}`, { ...commandId(), ...fields });
        expect(answer.status).toBe(404);
      }
    }
    for (const name of [foreign.number, foreign.id]) {
      expect((await rita.post(`/desk/${name}/${path}`, { ...commandId(), ...fields })).status).toBe(404);
    }
    expect(gateway.sent).toEqual([]);
  });

  it('answers an incomplete form for somebody else’s ticket no differently', async () => {
    const answer = await web.as(tenant.people.ralf).post(`/desk/${ticket.number}/replies`, {});
    expect(answer.status).toBe(404);
  });

  it.each(['nonsense', 'TKT-999999', '00000000-0000-4000-8000-000000000000', '%00'])(
    'does not exist as %s',
    async (name) => {
      expect((await web.as(tenant.people.rita).get(`/desk/${name}`)).status).toBe(404);
    },
  );
});

describe('The desk', () => {
  it('lists only what the signed-in person has reported, for an agent too (R22)', async () => {
    const mine = { tenantId: tenant.id, reporterId: tenant.people.agnes.userId, title: 'My own keyboard' };
    await writeTicket(web.orm, mine, [
      { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'set_status', to: 'in_progress' }] },
    ]);
    const words = await wordsAt(web.as(tenant.people.agnes), '/desk?view=all');
    expect(words).toContain('My own keyboard');
    expect(words).not.toContain(ticket.title);
    expect(words).toContain('All 1');
    expect(await wordsAt(web.as(tenant.people.ralf), '/desk?view=all')).toContain('No tickets yet');
  });

  it('is not there while end_user_portal is off, or without a licence (R21, R11)', async () => {
    const off = await createTenant(web.orm, { flags: ['agent_portal', 'email_notifications'], people: { nora: {} } });
    const ended = await createTenant(web.orm, {
      licence: { validUntil: new Date('2020-01-01') },
      people: { emil: {} },
    });
    const own = await writeTicket(web.orm, { tenantId: off.id, reporterId: off.people.nora.userId });
    for (const browser of [web.as(off.people.nora), web.as(ended.people.emil)]) {
      for (const path of ['/desk', '/desk/new', `/desk/${own.number}`]) {
        expect((await browser.get(path)).status).toBe(404);
      }
      expect((await browser.post('/desk/new', commandId())).status).toBe(404);
      for (const [path, fields] of posts) {
        expect((await browser.post(`/desk/${own.number}/${path}`, { ...commandId(), ...fields })).status).toBe(404);
      }
    }
  });

  it('offers tiles and form only with tickets:create; reading and answering takes no permission (R9)', async () => {
    const bare = await createTenant(web.orm, { everyone: [], people: { nils: {} } });
    const own = await writeTicket(web.orm, { tenantId: bare.id, reporterId: bare.people.nils.userId });
    const nils = web.as(bare.people.nils);
    const page = await nils.get('/desk');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/desk/new');
    expect(page.text).toContain(own.title);
    expect((await nils.get('/desk/new')).status).toBe(403);
    const filing = await nils.post('/desk/new', { ...commandId(), type: 'incident', title: 'x', description: 'y' });
    expect(filing.status).toBe(403);
    expect(gateway.created).toEqual([]);
    expect((await nils.get(`/desk/${own.number}`)).status).toBe(200);
    expect((await nils.post(`/desk/${own.number}/replies`, { ...commandId(), body: 'Hello?' })).status).toBe(303);
    expect((await nils.post(`/desk/${own.number}/withdrawal`, commandId())).status).toBe(303);
  });

  it('has no way to what is not for reporters (R21)', async () => {
    const { text } = await web.as(tenant.people.rita).get('/desk');
    const links = [...text.matchAll(/href="(\/[^"]*)"/g)].map((match) => match[1]);
    // Own tickets, own mails, and what every page is made of.
    expect(links.filter((link) => !/^\/(desk|me$|static\/|$)/.test(link ?? ''))).toEqual([]);
  });

  it('sends who is not signed in to the sign-in', async () => {
    const answer = await web.nobody().get(`/desk/${ticket.number}`);
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(`/sign-in?next=${encodeURIComponent(`/desk/${ticket.number}`)}`);
  });
});
