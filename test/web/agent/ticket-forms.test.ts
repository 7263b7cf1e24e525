import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { Unavailable } from '../../../src/temporal/ticket-gateway.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';
import { finished } from '../../../src/domain/decide-guards.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'bo' | 'rita'>;
let agnes: Browser;
let ticket: Ticket;
let open: Ticket;
let closed: Ticket;
let withdrawn: Ticket;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true }, bo: { agent: true, name: 'Bo Berg' }, rita: { name: 'Rita Rabe' } },
  });
  agnes = web.as(tenant.people.agnes);
  const reporterId = tenant.people.rita.userId;
  const byAgnes = agentActor(tenant.people.agnes.userId);
  const start = { by: byAgnes, changes: [{ kind: 'set_status', to: 'in_progress' }] } as const;
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId }, [
    start,
    { by: reporterActor(reporterId), changes: [{ kind: 'comment', visibility: 'external', body: 'Any news?' }] },
  ]);
  open = await writeTicket(web.orm, { tenantId: tenant.id, reporterId });
  withdrawn = await writeTicket(web.orm, { tenantId: tenant.id, reporterId }, [
    { by: reporterActor(reporterId), changes: [{ kind: 'request_withdrawal' }] },
  ]);
  closed = await writeTicket(web.orm, { tenantId: tenant.id, reporterId }, [
    start,
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'resolved' }] },
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'closed' }] },
  ]);
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const send = (part: string, fields: Record<string, string>, to = ticket) =>
  agnes.post(`/tickets/${to.number}/${part}`, fields);

describe('the composer', () => {
  it('sends a reply or a note, and comes back to the line that says so', async () => {
    const answer = await send('comments?from=view%3Dmine', {
      body: 'On my way',
      visibility: 'external',
      command_id: randomUUID(),
    });
    expect([answer.status, answer.location]).toEqual([303, '/tickets/TKT-000001?from=view%3Dmine&done=replied#done']);
    expect(gateway.changes()).toEqual([{ kind: 'comment', visibility: 'external', body: 'On my way' }]);
    await send('comments', { body: 'Psst', visibility: 'internal' });
    expect(gateway.changes()).toEqual([{ kind: 'comment', visibility: 'internal', body: 'Psst' }]);
  });

  it('takes an open ticket with the reply, in one command, if it is still open', async () => {
    const { agnes: me } = tenant.people;
    const fields = { body: 'On it', visibility: 'external', take: 'yes', seen_status: 'open' };
    expect((await send('comments', fields, open)).status).toBe(303);
    expect(gateway.changes()).toEqual([
      { kind: 'comment', visibility: 'external', body: 'On it' },
      { kind: 'assign', to: me.userId },
    ]);
    expect(gateway.sent.at(-1)?.command.seen).toEqual({ status: 'open' });
    const stale = { code: 'stale_field', key: 'refusal.stale.field', field: 'status' } as const;
    gateway.refuseWith({ ...stale, details: { seen: 'open', now: 'in_progress' } });
    const late = await send('comments', fields);
    expect(late.status).toBe(409);
    expect(late.text).toContain(`The status of ${ticket.number} has changed from Open to In progress meanwhile.`);
    expect(late.text).toContain('On it</textarea>');
  });

  it('asks the reporter for an answer where that is ticked, and keeps the tick', async () => {
    const fields = { body: 'Which floor?', visibility: 'external', expects_answer: 'yes' };
    await send('comments', fields);
    const question = { kind: 'comment', visibility: 'external', body: 'Which floor?', expectsAnswer: true };
    expect(gateway.changes()).toEqual([question]);
    await send('comments', { ...fields, take: 'yes' }, open);
    expect(gateway.changes()).toEqual([question, { kind: 'assign', to: tenant.people.agnes.userId }]);
    gateway.failWith(new Unavailable('away'));
    expect((await send('comments', fields)).text).toMatch(/name="expects_answer" value="yes" checked/);
  });

  it('leaves a note a note, whatever else was chosen before', async () => {
    await send('comments', { body: 'Psst', visibility: 'internal', expects_answer: 'yes', take: 'yes' }, open);
    expect(gateway.changes()).toEqual([{ kind: 'comment', visibility: 'internal', body: 'Psst' }]);
    expect(gateway.sent.at(-1)?.command.seen).toBeUndefined();
  });

  it('offers to take open tickets only, and to ask only somebody else', async () => {
    const buttons = async (of: Ticket, browser = agnes) => {
      const { text } = await browser.get(`/tickets/${of.number}`);
      const form = /<form class="composer[^]*?<\/form>/.exec(text)?.[0] ?? '';
      return ['Send and take', 'Send only', 'Send and resolve', 'I need an answer'].filter((each) =>
        form.includes(each),
      );
    };
    expect(await buttons(open)).toEqual(['Send and take', 'Send only', 'I need an answer']);
    expect(await buttons(ticket)).toEqual(['Send and resolve', 'I need an answer']);
    const own = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.agnes.userId });
    expect(await buttons(own)).toEqual([]);
    expect(await buttons(own, web.as(tenant.people.bo))).toEqual(['Send and take', 'Send only', 'I need an answer']);
  });

  it('gives the same command for the same form, and another for another', async () => {
    const command_id = randomUUID();
    for (const id of [command_id, command_id, randomUUID()])
      await send('comments', { body: 'x', visibility: 'external', command_id: id });
    const ids = gateway.sent.map(({ command }) => command.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('resolves with the reply as the solution, in one command', async () => {
    await send('comments', {
      body: 'Replaced it',
      visibility: 'external',
      status: 'resolved',
      seen_status: 'in_progress',
    });
    expect(gateway.changes()).toEqual([{ kind: 'set_status', to: 'resolved', solution: 'Replaced it' }]);
    expect(gateway.sent.at(-1)?.command.seen).toEqual({ status: 'in_progress' });
    const note = await send('comments', { body: 'Psst', visibility: 'internal', status: 'resolved' });
    expect(note.status).toBe(422);
    expect(gateway.sent).toHaveLength(1);
  });

  it('holds a reply once when the reporter has written meanwhile, and keeps it', async () => {
    const held = await send('comments', { body: 'My <b>reply</b>', visibility: 'external', seen_public_sequence: '3' });
    expect(held.status).toBe(409);
    expect(gateway.sent).toHaveLength(0);
    expect(held.text).toContain('<title>Error: ');
    expect(held.text).toMatch(/Rita Rabe replied [^<]*, while you were writing/);
    expect(held.text).toContain('Send anyway');
    expect(held.text).toContain('My &lt;b&gt;reply&lt;/b&gt;</textarea>');
    const seen = /name="seen_public_sequence" value="(\d+)"/.exec(held.text)?.[1] ?? '';
    expect(
      (await send('comments', { body: 'My reply', visibility: 'external', seen_public_sequence: seen })).status,
    ).toBe(303);
  });

  it('does not hold a note, nor a reply that has seen everything', async () => {
    expect((await send('comments', { body: 'x', visibility: 'internal', seen_public_sequence: '1' })).status).toBe(303);
    expect((await send('comments', { body: 'x', visibility: 'external', seen_public_sequence: '4' })).status).toBe(303);
  });

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    gateway.refuseWith({ code: 'malformed', key: 'refusal.comment.empty', field: 'body' });
    const empty = await send('comments', { body: ' ', visibility: 'internal' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('href="#body">Write something before you send it.');
    expect(empty.text).toMatch(/value="internal" checked/);
    expect((await send('comments', { body: 'x' })).text).toContain('Choose whether the reporter may read this.');
  });

  it('keeps the text when Temporal does not answer, with the same command for the next try', async () => {
    gateway.failWith(new Unavailable('away'));
    const command_id = randomUUID();
    const answer = await send('comments', { body: 'Long text', visibility: 'external', command_id });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect(answer.text).toContain('Long text</textarea>');
    expect(answer.text).toContain(`name="command_id" value="${command_id}"`);
  });

  it('shows a text that has lost its place for copying', async () => {
    gateway.refuseWith(finished({ number: 'TKT-000001', status: 'closed' }).refusal);
    const answer = await send('comments', { body: 'Too late <b>', visibility: 'external' }, closed);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('What you wrote was not sent');
    expect(answer.text).toContain('Too late &lt;b&gt;</textarea>');
  });
});

describe('the status', () => {
  it('changes with the words that go with it', async () => {
    await send('status', {
      status: 'cancelled',
      reason: 'Twice',
      reason_code: 'duplicate',
      seen_status: 'in_progress',
    });
    expect(gateway.changes()).toEqual([
      { kind: 'set_status', to: 'cancelled', reason: 'Twice', reasonCode: 'duplicate' },
    ]);
    await send('status', { status: 'resolved', solution: 'Done' });
    expect(gateway.changes()).toEqual([{ kind: 'set_status', to: 'resolved', solution: 'Done' }]);
    await send('status', { status: 'in_progress' }, open);
    expect(gateway.changes()).toEqual([{ kind: 'set_status', to: 'in_progress' }]);
  });

  it('needs no reason of its own where the reporter no longer needs the ticket, in that case only', async () => {
    const blank = { status: 'cancelled', reason: ' ', reason_code: 'withdrawn' };
    await send('status', blank, withdrawn);
    expect(gateway.changes()).toEqual([{ kind: 'set_status', to: 'cancelled', reasonCode: 'withdrawn' }]);
    await send('status', { ...blank, reason: 'As asked' }, withdrawn);
    expect(gateway.changes()).toMatchObject([{ reason: 'As asked' }]);
    await send('status', blank);
    expect(gateway.changes()).toMatchObject([{ reason: ' ' }]);
  });

  it('asks again in the same panel, with what was typed', async () => {
    const answer = await send('status', { status: 'cancelled', reason: 'Because', reason_code: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#reason_code">Choose why the ticket is cancelled.');
    expect(answer.text).toMatch(/<details class="ticket-action" name="ticket-action" open>[\s\S]*?Because<\/textarea>/);
    expect(gateway.sent).toHaveLength(0);
    expect((await send('status', { status: 'finished' })).status).toBe(422);
  });

  it('tells who met another state what the ticket is now', async () => {
    gateway.refuseWith({
      code: 'stale_field',
      key: 'refusal.stale.field',
      field: 'status',
      details: { seen: 'open', now: 'in_progress' },
    });
    const answer = await send('status', {
      status: 'cancelled',
      reason: 'Mine',
      reason_code: 'other',
      seen_status: 'open',
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`The status of ${ticket.number} has changed from Open to In progress meanwhile.`);
    expect(answer.text).toContain('Mine</textarea>');
  });

  it('shows a refusal with its status: the state forbids, the permission is missing', async () => {
    gateway.refuseWith({
      code: 'transition_not_allowed',
      key: 'refusal.status.not_allowed',
      values: { number: 'TKT-000001', status: 'open', to: 'closed' },
      field: 'status',
    });
    const answer = await send('status', { status: 'closed' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('TKT-000001 is open; it cannot become closed from there.');
    gateway.refuseWith({
      code: 'forbidden',
      key: 'refusal.permission.missing',
      values: { permission: 'tickets:close' },
      details: { permission: 'tickets:close' },
    });
    expect((await send('status', { status: 'resolved', solution: 'x' })).status).toBe(403);
  });
});

describe('the assignee', () => {
  it('is set to an agent or to nobody, against the one that was seen', async () => {
    const { bo, agnes: me } = tenant.people;
    await send('assignee', { assignee: bo.userId, seen_assignee: me.userId });
    expect(gateway.changes()).toEqual([{ kind: 'assign', to: bo.userId }]);
    expect(gateway.sent.at(-1)?.command.seen).toEqual({ assigneeId: me.userId });
    await send('assignee', { assignee: '', seen_assignee: '' });
    expect(gateway.changes()).toEqual([{ kind: 'assign', to: null }]);
    expect(gateway.sent.at(-1)?.command.seen).toEqual({ assigneeId: null });
    expect((await send('assignee', { assignee: 'bo' })).status).toBe(422);
    expect((await send('assignee', {})).status).toBe(422);
  });

  const stale = (seen: string | null) =>
    gateway.refuseWith({
      code: 'stale_field',
      key: 'refusal.stale.field',
      field: 'assigneeId',
      details: { seen, now: 'x' },
    });
  const valuesOf = (text: string) =>
    [...text.matchAll(/value="(mine|theirs)"><span>[^<]*<span class="ticket-conflict-value">([^<]*)/g)].map(
      ([, whose, value]) => [whose, value],
    );

  it('shows both when somebody was quicker, and asks which of the two stays', async () => {
    const { bo, agnes: me } = tenant.people;
    stale(null);
    const answer = await send('assignee', { assignee: bo.userId, seen_assignee: '' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`Meanwhile ${ticket.number} was assigned to Agnes Example.`);
    expect(answer.text).toMatch(new RegExp(`value="${bo.userId}" selected`));
    expect(valuesOf(answer.text)).toEqual([
      ['mine', 'Bo Berg'],
      ['theirs', 'Agnes Example'],
    ]);
    stale(bo.userId);
    const back = await send('assignee', { assignee: '', seen_assignee: bo.userId });
    expect(valuesOf(back.text)).toEqual([
      ['mine', 'Nobody'],
      ['theirs', 'Agnes Example'],
    ]);
    stale(bo.userId);
    const same = await send('assignee', { assignee: me.userId, seen_assignee: bo.userId });
    expect([same.status, same.location]).toEqual([303, `/tickets/${ticket.number}`]);
  });

  it('keeps mine against the one now seen, or takes theirs, and asks again until one is chosen', async () => {
    const { bo, agnes: me } = tenant.people;
    const asked = { assignee: bo.userId, seen_assignee: me.userId, conflict_assignee: '1' };
    const undecided = await send('assignee', asked);
    expect(undecided.status).toBe(422);
    expect(undecided.text).toContain('href="#keep_assignee">Choose which of the two stays.');
    expect(valuesOf(undecided.text)).toHaveLength(2);
    const theirs = await send('assignee?from=view%3Dmine', { ...asked, keep_assignee: 'theirs' });
    expect([theirs.status, theirs.location]).toEqual([303, `/tickets/${ticket.number}?from=view%3Dmine`]);
    expect(gateway.sent).toHaveLength(0);
    await send('assignee', { ...asked, keep_assignee: 'mine' });
    expect(gateway.changes()).toEqual([{ kind: 'assign', to: bo.userId }]);
    expect(gateway.sent.at(-1)?.command.seen).toEqual({ assigneeId: me.userId });
  });

  it('has nothing to choose on a ticket that was finished meanwhile', async () => {
    stale(null);
    const answer = await send('assignee', { assignee: tenant.people.bo.userId, seen_assignee: '' }, closed);
    expect(answer.text).toContain(`The status of ${closed.number} has changed to Closed meanwhile.`);
    expect(valuesOf(answer.text)).toEqual([]);
  });
});
