import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { Unavailable } from '../../../src/temporal/ticket-gateway.ts';
import { commandId, filedNumber, type RecordingGateway, recordingGateway, refused, wordsOf } from './desk.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'agnes'>;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  tenant = await createTenant(web.orm, { people: { rita: {}, agnes: { agent: true } } });
});
afterAll(() => web.close());
beforeEach(() => void gateway.created.splice(0));

const filled = { type: 'incident', title: ' The  printer ', description: 'It smokes.\r\nA lot.' };
const commandIn = (html: string) => /name="command_id" value="([^"]*)"/.exec(html)?.[1];

describe('The "New ticket" form (R23)', () => {
  it('files the ticket for the signed-in person and leads to its page', async () => {
    const answer = await web.as(tenant.people.rita).post('/desk/new', { ...commandId(), ...filled });
    expect([answer.status, answer.location]).toEqual([303, `/desk/${filedNumber}?created`]);
    expect(gateway.created).toHaveLength(1);
    expect(gateway.created[0]).toMatchObject({
      tenantId: tenant.id,
      reporterId: tenant.people.rita.userId,
      actor: { kind: 'user', id: tenant.people.rita.userId },
      type: 'incident',
      title: 'The printer',
      description: 'It smokes.\nA lot.',
      channel: 'desk',
    });
    expect(gateway.created[0]).not.toHaveProperty('priority');
  });

  it('is filed once, however often it is sent: the same form names the same ticket', async () => {
    const fields = { ...commandId(), ...filled };
    const rita = web.as(tenant.people.rita);
    const answers = await Promise.all([rita.post('/desk/new', fields), rita.post('/desk/new', fields)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(new Set(gateway.created.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(new Set(gateway.created.map(({ id }) => id)).size).toBe(1);
    await rita.post('/desk/new', { ...commandId(), ...filled });
    expect(new Set(gateway.created.map(({ ticketId }) => ticketId)).size).toBe(2);
  });

  it('takes no field that it does not have, from an agent neither', async () => {
    const more = { priority: 'urgent', reporter: tenant.people.rita.userId, channel: 'import', status: 'closed' };
    await web.as(tenant.people.agnes).post('/desk/new', { ...commandId(), ...filled, ...more });
    expect(gateway.created[0]).toMatchObject({ reporterId: tenant.people.agnes.userId, channel: 'desk' });
    expect(gateway.created[0]).not.toHaveProperty('priority');
  });

  it('names every field that is missing, and keeps what was typed', async () => {
    const answer = await web
      .as(tenant.people.rita)
      .post('/desk/new', { ...commandId(), title: '  ', description: 'It smokes.' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Error: ');
    const words = wordsOf(answer.text);
    expect(words).toContain('There is a problem');
    expect(words).toContain('Choose what it is about.');
    expect(words).toContain('Enter a title.');
    expect(words).not.toContain('Describe what happened');
    for (const field of ['type', 'title']) expect(answer.text).toContain(`<a href="#${field}">`);
    expect(answer.text).toContain('>\nIt smokes.</textarea>');
    expect(gateway.created).toEqual([]);
  });

  it('says how long a title may be', async () => {
    const answer = await web
      .as(tenant.people.rita)
      .post('/desk/new', { ...commandId(), ...filled, title: 'x'.repeat(201) });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('at most 200');
    expect(answer.text).toContain('x'.repeat(201));
  });

  it('is shown again when the rules say no, with another command for the next try', async () => {
    gateway.failWith = refused({ code: 'command_id_reused', key: 'refusal.command.sent_otherwise' });
    const sent = { ...commandId(), ...filled };
    const answer = await web.as(tenant.people.rita).post('/desk/new', sent);
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('This was already sent with other content.');
    expect(answer.text).toContain('It smokes.');
    expect(commandIn(answer.text)).not.toBe(sent.command_id);
  });

  it('is shown again when Temporal is away, with the same command: it is never filed twice', async () => {
    gateway.failWith = new Unavailable('away');
    const sent = { ...commandId(), ...filled };
    const answer = await web.as(tenant.people.rita).post('/desk/new', sent);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).not.toBeNull();
    expect(wordsOf(answer.text)).toContain('Sending the form again is safe');
    expect(answer.text).toContain('It smokes.');
    expect(commandIn(answer.text)).toBe(sent.command_id);
  });

  it('begins with the type of the tile', async () => {
    const { text } = await web.as(tenant.people.rita).get('/desk/new?type=service_request');
    expect(text).toMatch(/value="service_request"[^>]* checked/);
    expect(text).not.toMatch(/value="incident"[^>]* checked/);
  });
});

describe('A follow-up', () => {
  it('begins with title and type of the finished ticket, and is saved as its follow-up', async () => {
    const rita = web.as(tenant.people.rita);
    const agent = agentActor(tenant.people.agnes.userId);
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    const before = await writeTicket(web.orm, { ...mine, type: 'service_request', title: 'A new chair' }, [
      { by: agent, changes: [{ kind: 'set_status', to: 'cancelled' }] },
    ]);
    expect((await rita.get(`/desk/${before.number}`)).text).toContain(`/desk/new?follow_up=${before.number}`);
    const form = await rita.get(`/desk/new?follow_up=${before.number}`);
    expect(form.text).toContain('value="A new chair"');
    expect(form.text).toMatch(/value="service_request"[^>]* checked/);
    const fields = { ...commandId(), ...filled, follow_up: before.number };
    expect((await rita.post('/desk/new', fields)).status).toBe(303);
    expect(gateway.created[0]).toMatchObject({ followUpOf: before.id, title: 'The printer' });
  });

  it('can be made of one’s own finished tickets only', async () => {
    const own = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId });
    const others = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.agnes.userId }, [
      { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'set_status', to: 'cancelled' }] },
    ]);
    const rita = web.as(tenant.people.rita);
    for (const number of [own.number, others.number, 'TKT-999999', 'x']) {
      expect((await rita.get(`/desk/new?follow_up=${number}`)).status).toBe(404);
      const fields = { ...commandId(), ...filled, follow_up: number };
      expect((await rita.post('/desk/new', fields)).status).toBe(404);
    }
    expect(gateway.created).toEqual([]);
  });
});

describe('The confirmation', () => {
  it('names the address that will be written to, or none while no mails are sent', async () => {
    const quiet = await createTenant(web.orm, { flags: ['end_user_portal'], people: { nora: {} } });
    for (const [person, sentence] of [
      [tenant.people.rita, `We have received it. You will get an e-mail at ${tenant.people.rita.email}.`],
      [quiet.people.nora, 'We have received it. You can follow it on this page.'],
    ] as const) {
      const ticket = await writeTicket(web.orm, { tenantId: person.tenantId, reporterId: person.userId });
      const browser = web.as(person);
      expect(wordsOf((await browser.get(`/desk/${ticket.number}?created`)).text)).toContain(sentence);
      expect(wordsOf((await browser.get(`/desk/${ticket.number}`)).text)).not.toContain('We have received it');
    }
  });
});
