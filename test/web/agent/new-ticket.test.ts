import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita' | 'gone'>;
let agnes: Browser;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true }, rita: { name: 'Rita Rabe' }, gone: { active: false } },
  });
  agnes = web.as(tenant.people.agnes);
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const words = { title: 'Badge', description: 'It does not open.', type: 'incident' };

describe('a new ticket by an agent', () => {
  it('is filed for oneself, or on behalf of an active user of the tenant (R2)', async () => {
    const answer = await agnes.post('/tickets/new', { ...words, priority: 'high', command_id: randomUUID() });
    expect([answer.status, answer.location]).toEqual([303, '/tickets/TKT-000001?done=created#done']);
    expect(gateway.created[0]).toMatchObject({
      ...words,
      priority: 'high',
      channel: 'agent',
      reporterId: tenant.people.agnes.userId,
      tenantId: tenant.id,
    });
    await agnes.post('/tickets/new', { ...words, reporter: ` ${tenant.people.rita.email.toUpperCase()} ` });
    expect(gateway.created[1]).toMatchObject({ reporterId: tenant.people.rita.userId, priority: 'normal' });
    await agnes.post('/tickets/new', { ...words, reporter: tenant.people.rita.userId });
    expect(gateway.created[2]).toMatchObject({ reporterId: tenant.people.rita.userId });
  });

  it('makes one ticket of a double click', async () => {
    const command_id = randomUUID();
    await agnes.post('/tickets/new', { ...words, command_id });
    await agnes.post('/tickets/new', { ...words, command_id });
    expect(gateway.created[0]?.ticketId).toBe(gateway.created[1]?.ticketId);
  });

  it('says of a reporter that they have not joined yet, or are deactivated', async () => {
    const { userId, email: reporter } = tenant.people.gone;
    const told = async () => (await agnes.post('/tickets/new', { ...words, reporter })).text;
    expect(await told()).toContain('href="#reporter">This person has been invited, but has not joined yet.');
    const set = (deactivatedAt: Date | null) =>
      inTenant(web.orm, tenant.id, (em) => em.nativeUpdate(UserEntity, { id: userId }, { deactivatedAt }));
    await set(new Date());
    expect(await told()).toContain('href="#reporter">This person has been deactivated.');
    await set(null);
    expect(gateway.created).toHaveLength(0);
  });

  it('refuses a reporter who is unknown or of another tenant, and keeps what was typed', async () => {
    const other = await createTenant(web.orm, { people: { olga: {} } });
    for (const reporter of ['nobody@example.test', other.people.olga.email, other.people.olga.userId, '\u0000']) {
      const answer = await agnes.post('/tickets/new', { ...words, reporter });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('href="#reporter">Nobody who is active has this e-mail address.');
      expect(answer.text).toContain('It does not open.</textarea>');
    }
    expect(gateway.created).toHaveLength(0);
  });

  it('says beside the field what the rules refuse, of all fields at once', async () => {
    const { status, text } = await agnes.post('/tickets/new', { ...words, title: '', description: ' ' });
    expect(status).toBe(422);
    expect(text).toContain('href="#title">Enter a title.');
    expect(text).toContain('href="#description">Describe what happened or what you need.');
    expect(gateway.created).toHaveLength(0);
    const untyped = await agnes.post('/tickets/new', { title: 'x"><script>', description: 'y' });
    expect(untyped.status).toBe(422);
    expect(untyped.text).toContain('value="x&quot;&gt;&lt;script&gt;"');
  });

  it('suggests the active people of the tenant only', async () => {
    const { text } = await agnes.get('/tickets/new');
    expect(text).toContain(`<option value="${tenant.people.rita.email}">Rita Rabe</option>`);
    expect(text).not.toContain(tenant.people.gone.email);
    expect(text).not.toContain('olga');
  });

  it('follows up on a finished ticket with its reporter and type', async () => {
    const by = agentActor(tenant.people.agnes.userId);
    const earlier = await writeTicket(
      web.orm,
      { tenantId: tenant.id, reporterId: tenant.people.rita.userId, type: 'service_request', title: 'Chair' },
      [{ by, changes: [{ kind: 'set_status', to: 'cancelled' }] }],
    );
    const { text } = await agnes.get(`/tickets/new?follow_up_of=${earlier.number}`);
    expect(text).toContain(`Follow-up to ${earlier.number}`);
    expect(text).toContain(`value="${tenant.people.rita.email}"`);
    await agnes.post('/tickets/new', { ...words, follow_up_of: earlier.number });
    expect(gateway.created[0]).toMatchObject({ followUpOf: earlier.id });
  });

  it('follows up on nothing else: the form says so, and comes back with what was typed', async () => {
    const by = agentActor(tenant.people.agnes.userId);
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    const resolved = await writeTicket(web.orm, mine, [
      { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
      { by, changes: [{ kind: 'set_status', to: 'resolved' }] },
    ]);
    const other = await createTenant(web.orm, { people: { olga: {} } });
    const theirs = await writeTicket(
      web.orm,
      { tenantId: other.id, reporterId: other.people.olga.userId, number: 'OTH-000001' },
      [{ by, changes: [{ kind: 'set_status', to: 'cancelled' }] }],
    );
    const unknown = 'The ticket to follow up on does not exist.';
    for (const [follow_up_of, message] of [
      [resolved.number, `${resolved.number} is not finished`],
      ['TKT-999999', unknown],
      [theirs.number, unknown],
      ['\u0000', unknown],
      [['TKT-000001', 'TKT-000002'], unknown],
    ] as const) {
      const sent = await agnes.post('/tickets/new', { ...words, follow_up_of });
      expect(sent.status).toBe(422);
      expect(sent.text).toContain(`<li>${message}`);
      expect(sent.text).toContain('It does not open.</textarea>');
      expect(sent.text).not.toContain('name="follow_up_of"');
      const opened = await agnes.get(`/tickets/new?follow_up_of=${encodeURIComponent(String(follow_up_of))}`);
      expect([opened.status, opened.text.includes(`<li>${message}`)]).toEqual([422, true]);
    }
    expect(gateway.created).toHaveLength(0);
    await agnes.post('/tickets/new', { ...words, follow_up_of: '' });
    expect(gateway.created).toHaveLength(1);
  });

  it('is for agents only', async () => {
    const rita = web.as(tenant.people.rita);
    expect((await rita.get('/tickets/new')).status).toBe(403);
    expect((await rita.post('/tickets/new', words)).status).toBe(403);
  });
});
