import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Refused } from '../../../src/domain/refusal.ts';
import { Unavailable } from '../../../src/temporal/ticket-gateway.ts';
import { fill } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { agentActor, type Step } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { testDatabase } from '../../support/databases.ts';
import { commandId, type RecordingGateway, recordingGateway, wordsOf } from '../desk/desk.ts';
import { pathOf, type Resolved, writeResolved } from './resolved.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'agnes' | 'otto'>;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  tenant = await createTenant(web.orm, { people: { rita: {}, agnes: { agent: true }, otto: {} } });
});
afterAll(() => web.close());
beforeEach(() => void gateway.sent.splice(0));

const aResolved = (more: Partial<Parameters<typeof writeResolved>[1]> = {}) =>
  writeResolved(web.orm, { ...tenant.people, ...more });
const agent = (...changes: Step['changes']): Step => ({
  by: agentActor(tenant.people.agnes.userId),
  changes,
  at: new Date().toISOString(),
});
const reopened = () => agent({ kind: 'set_status', to: 'in_progress' });
const closed = () => agent({ kind: 'set_status', to: 'closed' });

type Answer = Parameters<typeof pathOf>[1];
const pathFor = ({ resolutions }: Resolved, answer: Answer) => pathOf(resolutions[0], answer);
const send = (ticket: Resolved, answer: Answer, fields: Record<string, string> = {}, browser = web.nobody()) =>
  browser.post(pathFor(ticket, answer), { ...commandId(), ...fields });

describe('the answer', () => {
  it('"It is solved" is a command of the reporter by the mail link, for this resolution alone (R4, R7)', async () => {
    const ticket = await aResolved();
    const path = pathFor(ticket, 'solved');
    const browser = web.nobody();
    const { action, fields } = await fill(browser, path, path);
    const { status, location } = await browser.post(action, fields);
    expect([status, location]).toEqual([303, path]);
    expect(gateway.sent).toEqual([
      expect.objectContaining({
        actor: { kind: 'mail_link', id: tenant.people.rita.userId },
        changes: [{ kind: 'answer_resolution', answer: 'solved' }],
        seen: { status: 'resolved', resolvedAt: ticket.ticket.resolvedAt },
      }),
    ]);
  });

  it('"Still broken" carries the words, with line breaks made alike', async () => {
    const ticket = await aResolved();
    const path = pathFor(ticket, 'still-broken');
    const browser = web.nobody();
    const { action, fields } = await fill(browser, path, path, { body: '  It smokes.\r\nAgain. ' });
    expect((await browser.post(action, fields)).location).toBe(path);
    expect(gateway.sent.map(({ changes }) => changes)).toEqual([
      [{ kind: 'answer_resolution', answer: 'still_broken', body: 'It smokes.\nAgain.' }],
    ]);
  });

  it('is the reporter’s, whoever is signed in', async () => {
    const ticket = await aResolved();
    const petra = await createPlatformPerson((await testDatabase()).ownerUrl);
    const foreign = await createTenant(web.orm, { people: { stranger: { agent: true } } });
    const { rita, agnes, otto } = tenant.people;
    const browsers = [...[rita, agnes, otto, foreign.people.stranger].map((one) => web.as(one)), web.asPlatform(petra)];
    for (const browser of browsers) expect((await send(ticket, 'solved', {}, browser)).status).toBe(303);
    const actors = gateway.sent.map(({ actor }) => actor);
    expect(actors).toEqual(browsers.map(() => ({ kind: 'mail_link', id: rita.userId })));
  });

  it('is one command however often its form is sent, and another for another form, answer or resolution', async () => {
    const ticket = await aResolved({
      since: [reopened(), agent({ kind: 'set_status', to: 'resolved', solution: 'Now.' })],
    });
    const form = commandId();
    await send(ticket, 'solved', form);
    await send(ticket, 'solved', form);
    await send(ticket, 'solved');
    await web.nobody().post(pathOf(ticket.resolutions[1], 'solved'), form);
    const [first, second, ...others] = gateway.sent.map(({ id, fingerprint }) => ({ id, fingerprint }));
    expect(second).toEqual(first);
    expect(new Set([first, ...others].map((command) => command?.id)).size).toBe(3);
  });

  it('is taken without script and without the hidden id: then sending it twice is two commands', async () => {
    const ticket = await aResolved();
    for (const time of [1, 2]) {
      const { status } = await web.nobody().post(pathFor(ticket, 'solved'));
      expect([time, status]).toEqual([time, 303]);
    }
    expect(new Set(gateway.sent.map(({ id }) => id)).size).toBe(2);
  });

  it('from another site is refused', async () => {
    const ticket = await aResolved();
    const answer = await web.nobody().post(pathFor(ticket, 'solved'), {}, { 'Sec-Fetch-Site': 'cross-site' });
    expect([answer.status, gateway.sent]).toEqual([403, []]);
  });
});

describe('words that cannot be sent', () => {
  it.each([
    ['nothing', '', 'Tell us what is still broken.'],
    ['blanks', ' \u200B\n ', 'Tell us what is still broken.'],
    ['more than 64 KiB', 'ä'.repeat(32_769), 'at most 65,536 (64 KiB) are possible.'],
    ['control characters', 'It\u0000 rings', 'the character U+0000 cannot be stored'],
  ])('are kept and told with 422, beside their field: %s', async (_name, body, message) => {
    const ticket = await aResolved();
    const answer = await send(ticket, 'still-broken', { body });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Error: Is it still broken?');
    expect(wordsOf(answer.text)).toContain('There is a problem');
    expect(answer.text).toMatch(new RegExp(`href="#body">[^<]*${message.replace(/[().+]/g, '\\$&')}`));
    expect(answer.text).toContain('id="body-error"');
    expect(answer.text).toContain(`>\n${body}</textarea>`);
    expect(gateway.sent).toEqual([]);
  });

  it('are taken up to 64 KiB', async () => {
    expect((await send(await aResolved(), 'still-broken', { body: 'ä'.repeat(32_768) })).status).toBe(303);
  });

  it('are escaped when they are shown again', async () => {
    const body = '</textarea><script>alert(1)</script>\u0007';
    expect((await send(await aResolved(), 'still-broken', { body })).text).not.toContain('<script>alert');
  });
});

describe('an answer that meets a ticket as it is not any more', () => {
  const stale = new Refused({ code: 'stale_field', key: 'refusal.stale.field', field: 'status' });

  it.each([
    ['opened again', () => [reopened()], 'We are working on it again'],
    ['resolved anew', () => [reopened(), agent({ kind: 'set_status', to: 'resolved' })], 'There is a newer solution'],
    ['closed', () => [closed()], 'This ticket is closed'],
  ])('is told so with 409, and the words can be copied: %s', async (_name, since, title) => {
    const ticket = await aResolved({ since: since() });
    for (const [answer, fields] of [
      ['still-broken', { body: 'It smokes & stinks.' }],
      ['solved', {}],
    ] as const) {
      gateway.failWith = stale;
      const { status, text } = await send(ticket, answer, fields);
      expect([status, text.includes(`<h1>${title}</h1>`)]).toEqual([409, true]);
      expect(text.includes('It smokes &amp; stinks.</textarea>')).toBe(answer === 'still-broken');
      expect(wordsOf(text).includes('What you wrote was not sent')).toBe(answer === 'still-broken');
    }
  });

  it('is not asked for words first', async () => {
    const { status, text } = await send(await aResolved({ since: [closed()] }), 'still-broken');
    expect([status, text.includes('<h1>This ticket is closed</h1>')]).toEqual([409, true]);
    expect(gateway.sent).toEqual([]);
  });

  it('is carried no further when the link has expired, and the words can be copied', async () => {
    const ticket = await aResolved({ resolvedAt: new Date(Date.now() - 30 * 86_400_000) });
    const { status, text } = await send(ticket, 'still-broken', { body: 'It smokes.' });
    expect([status, text.includes('<h1>This link has expired</h1>')]).toEqual([409, true]);
    expect(text).toContain('It smokes.</textarea>');
    expect((await send(ticket, 'solved')).status).toBe(409);
    expect(gateway.sent).toEqual([]);
  });

  it('is a success when the ticket went on because of its own first try', async () => {
    // The gateway answers a repeated command by what was recorded of it, also for a closed ticket.
    const ticket = await aResolved({ since: [closed()] });
    expect((await send(ticket, 'solved')).status).toBe(303);
  });
});

describe('while the service cannot carry anything out', () => {
  it.each(['still-broken', 'solved'] as const)(
    'says with 503 that repeating is safe, and keeps all: %s',
    async (answer) => {
      const ticket = await aResolved();
      const form = { ...commandId(), body: 'It smokes.' };
      gateway.failWith = new Unavailable('Temporal is away');
      const failed = await send(ticket, answer, form);
      expect(failed.status).toBe(503);
      expect(failed.headers.get('Retry-After')).toBe('5');
      expect(wordsOf(failed.text)).toContain('Sending the form again is safe: it will not happen twice.');
      expect(failed.text).toContain(`name="command_id" value="${form.command_id}"`);
      if (answer === 'still-broken') expect(failed.text).toContain('It smokes.</textarea>');
      expect((await send(ticket, answer, form)).status).toBe(303);
      expect(gateway.sent[1]?.id).toBe(gateway.sent[0]?.id);
    },
  );
});
