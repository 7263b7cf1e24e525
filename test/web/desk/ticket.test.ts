import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, reporterActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { Unavailable } from '../../../src/temporal/ticket-gateway.ts';
import { commandId, type RecordingGateway, recordingGateway, refused, wordsAt, wordsOf } from './desk.ts';
import { finished } from '../../../src/domain/decide-guards.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'agnes'>;
let started: Step;
let solved: Step;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  tenant = await createTenant(web.orm, { people: { rita: {}, agnes: { agent: true, name: 'Agnes Agent' } } });
  started = agent({ kind: 'set_status', to: 'in_progress' });
  solved = agent({ kind: 'set_status', to: 'resolved', solution: 'Put the fire out.' });
});
afterAll(() => web.close());
beforeEach(() => void gateway.sent.splice(0));

const rita = () => web.as(tenant.people.rita);
const agent = (...changes: Step['changes']): Step => ({ by: agentActor(tenant.people.agnes.userId), changes });
const reporter = (...changes: Step['changes']): Step => ({ by: reporterActor(tenant.people.rita.userId), changes });

function aTicket(...steps: Step[]): Promise<Ticket> {
  return writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, steps);
}

describe('A reporter’s ticket page', () => {
  it('shows description, steps, who handles it and the public conversation', async () => {
    const { number } = await aTicket(
      started,
      agent({ kind: 'comment', visibility: 'external', body: 'Which floor?', expectsAnswer: true }),
    );
    const words = await wordsAt(rita(), `/desk/${number}`);
    expect(words).toContain('There is smoke.');
    expect(words).toContain('Received (done)');
    expect(words).toContain('Being worked on (now)');
    expect(words).toContain('Waiting for you');
    expect(words).toMatch(/Who is handling it A?A? ?Agnes Agent/);
    expect(words).toContain('Which floor?');
    expect(words).toContain('Agnes Agent is handling it');
  });

  it('shows nothing of internal notes and of what only agents may know (R3, R4)', async () => {
    const { number } = await aTicket(
      started,
      agent({ kind: 'comment', visibility: 'internal', body: 'TOPSECRET' }),
      agent({ kind: 'edit', priority: 'urgent' }),
      reporter({ kind: 'comment', visibility: 'external', body: 'Any news?' }),
    );
    const { text } = await rita().get(`/desk/${number}`);
    expect(text).not.toContain('TOPSECRET');
    expect(text.toLowerCase()).not.toContain('internal');
    expect(text.toLowerCase()).not.toContain('urgent');
    expect(text.match(/<li class="message/g)).toHaveLength(1);
  });

  it('shows title and description as they are now', async () => {
    const { number } = await aTicket(agent({ kind: 'edit', title: 'Fire', description: 'In the printer room.' }));
    const words = await wordsAt(rita(), `/desk/${number}`);
    expect(words).toContain('Fire');
    expect(words).toContain('In the printer room.');
    expect(words).not.toContain('There is smoke.');
  });

  it('says who filed it for the reporter', async () => {
    const { number } = await writeTicket(web.orm, {
      tenantId: tenant.id,
      reporterId: tenant.people.rita.userId,
      by: agentActor(tenant.people.agnes.userId),
      channel: 'agent',
    });
    expect(await wordsAt(rita(), `/desk/${number}`)).toContain('Filed for you by Agnes Agent.');
  });

  it('shows the reason of a cancellation and of opening again', async () => {
    const cancelled = await aTicket(
      agent({ kind: 'set_status', to: 'cancelled', reason: 'Wrong house.', reasonCode: 'duplicate' }),
    );
    const words = await wordsAt(rita(), `/desk/${cancelled.number}`);
    expect(words).toContain('This ticket was cancelled It is already being handled in another ticket. Wrong house.');
    expect(words).not.toContain('Write to the support team');
    const reopened = await aTicket(
      started,
      solved,
      agent({ kind: 'set_status', to: 'in_progress', reason: 'Not yet.' }),
    );
    const again = await wordsAt(rita(), `/desk/${reopened.number}`);
    expect(again).toContain('We are working on it again Not yet.');
  });
});

describe('A proposed solution', () => {
  it('stands above "It is solved" and "Still broken"', async () => {
    const { number } = await aTicket(started, solved);
    const words = await wordsAt(rita(), `/desk/${number}`);
    expect(words).toContain('Solved? Please confirm');
    expect(words).toMatch(/Is it solved\? Solution Put the fire out\. It is solved Still broken/);
    expect(words).not.toContain('I no longer need this');
  });

  it('is confirmed by one button, and what happens then is said', async () => {
    const { number, id } = await aTicket(started, solved);
    const answer = await rita().post(`/desk/${number}/answer`, { ...commandId(), answer: 'solved' });
    expect([answer.status, answer.location]).toEqual([303, `/desk/${number}?done=answered#done`]);
    expect(gateway.sent[0]?.changes).toEqual([{ kind: 'answer_resolution', answer: 'solved' }]);
    const answered = await aTicket(started, solved, reporter({ kind: 'answer_resolution', answer: 'solved' }));
    const words = await wordsAt(rita(), `/desk/${answered.number}`);
    expect(words).toContain(`Thank you. An agent will close ${answered.number}.`);
    expect(words).toContain('With the support team');
    expect(words).not.toContain('It is solved Still');
    const { text } = await rita().get(`/desk/${answered.number}?done=answered`);
    expect(text).toMatch(/id="done" tabindex="-1">Thank you\. An agent will close/);
    expect(id).not.toBe(answered.id);
  });

  it('is refused with a text only', async () => {
    const { number } = await aTicket(started, solved);
    const empty = await rita().post(`/desk/${number}/answer`, { ...commandId(), answer: 'still_broken', body: ' ' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('<title>Error: ');
    expect(empty.text).toContain('<a href="#still-broken-body">Tell us what is still broken.</a>');
    expect(empty.text).toMatch(/<details class="desk-answer" open>/);
    expect(gateway.sent).toEqual([]);
    await rita().post(`/desk/${number}/answer`, { ...commandId(), answer: 'still_broken', body: 'It smokes.' });
    expect(gateway.sent[0]?.changes).toEqual([
      { kind: 'answer_resolution', answer: 'still_broken', body: 'It smokes.' },
    ]);
    const broken = await aTicket(
      started,
      solved,
      reporter({ kind: 'answer_resolution', answer: 'still_broken', body: 'It smokes.' }),
    );
    expect(await wordsAt(rita(), `/desk/${broken.number}`)).toContain(
      `The support team will look at ${broken.number} again.`,
    );
  });

  it('makes no sense of any other answer', async () => {
    const { number } = await aTicket(started, solved);
    const answer = await rita().post(`/desk/${number}/answer`, { ...commandId(), answer: 'perhaps' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('Choose an answer');
  });

  it('that is gone meanwhile leaves what was typed in the reply', async () => {
    const { number } = await aTicket(started);
    gateway.failWith = refused({
      code: 'not_resolved',
      key: 'refusal.answer.not_resolved',
      values: { number },
    });
    const answer = await rita().post(`/desk/${number}/answer`, {
      ...commandId(),
      answer: 'still_broken',
      body: 'It smokes.',
    });
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain(`There is a problem ${number} is not resolved, so there is no solution`);
    expect(answer.text).toMatch(/id="reply-body"[^>]*>\nIt smokes\.<\/textarea>/);
  });
});

describe('The reply', () => {
  it('is an external comment, whatever is sent and whoever the reporter is (R3)', async () => {
    const own = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.agnes.userId });
    for (const [browser, ticket] of [
      [rita(), await aTicket()],
      [web.as(tenant.people.agnes), own],
    ] as const) {
      const fields = { ...commandId(), body: 'Any news?', visibility: 'internal', status: 'closed', assignee: 'x' };
      const answer = await browser.post(`/desk/${ticket.number}/replies`, fields);
      expect([answer.status, answer.location]).toEqual([303, `/desk/${ticket.number}?done=replied#done`]);
    }
    for (const { changes } of gateway.sent) {
      expect(changes).toEqual([{ kind: 'comment', visibility: 'external', body: 'Any news?' }]);
    }
  });

  it('is confirmed by a line below the messages, which takes the focus', async () => {
    const { number } = await aTicket();
    const { text } = await rita().get(`/desk/${number}?done=replied`);
    expect(text).toMatch(/id="done" tabindex="-1">.*?Your reply has been sent/);
  });

  it('is sent once, however often the button is pressed', async () => {
    const { number } = await aTicket();
    const fields = { ...commandId(), body: 'Any news?' };
    const browser = rita();
    await Promise.all([
      browser.post(`/desk/${number}/replies`, fields),
      browser.post(`/desk/${number}/replies`, fields),
    ]);
    expect(gateway.sent).toHaveLength(2);
    expect(gateway.sent[0]).toEqual(gateway.sent[1]);
  });

  it('must say something', async () => {
    const { number } = await aTicket();
    const answer = await rita().post(`/desk/${number}/replies`, { ...commandId(), body: '\n ' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#reply-body">Write something before you send it.</a>');
  });

  it('to a ticket that was finished meanwhile is kept to be copied (409)', async () => {
    const { number } = await aTicket(agent({ kind: 'set_status', to: 'cancelled' }));
    gateway.failWith = refused(finished({ number, status: 'cancelled' }).refusal);
    const answer = await rita().post(`/desk/${number}/replies`, { ...commandId(), body: 'Any news?' });
    expect(answer.status).toBe(409);
    const words = wordsOf(answer.text);
    expect(words).toContain('which is final.');
    expect(words).toContain('What you wrote was not sent');
    expect(words).toContain('Any news?');
  });

  it('is kept with its command while Temporal is away (503)', async () => {
    const { number } = await aTicket();
    gateway.failWith = new Unavailable('away');
    const fields = { ...commandId(), body: 'Any news?' };
    const answer = await rita().post(`/desk/${number}/replies`, fields);
    expect(answer.status).toBe(503);
    expect(answer.text).toContain(`value="${fields.command_id}"`);
    expect(answer.text).toMatch(/id="reply-body"[^>]*>\nAny news\?<\/textarea>/);
  });
});

describe('"I no longer need this"', () => {
  it('can be said before a solution, with words or without', async () => {
    const { number } = await aTicket(started);
    const browser = rita();
    expect(await wordsAt(browser, `/desk/${number}`)).toContain('I no longer need this');
    await browser.post(`/desk/${number}/withdrawal`, commandId());
    await browser.post(`/desk/${number}/withdrawal`, { ...commandId(), body: 'Found another.' });
    expect(gateway.sent.map(({ changes }) => changes)).toEqual([
      [{ kind: 'request_withdrawal' }],
      [{ kind: 'request_withdrawal', body: 'Found another.' }],
    ]);
  });

  it('is answered by what happens now', async () => {
    const { number } = await aTicket(reporter({ kind: 'request_withdrawal' }));
    const words = await wordsAt(rita(), `/desk/${number}`);
    expect(words).toContain(`You no longer need this, so an agent will cancel ${number}.`);
    expect(words).not.toContain('What has changed?');
  });
});
