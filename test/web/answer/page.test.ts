import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import type { Step } from '../../support/rows.ts';
import { agentActor, reporterActor } from '../../support/rows.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { wholeTicket } from '../../support/soundness.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { testDatabase } from '../../support/databases.ts';
import { type RecordingGateway, recordingGateway, wordsOf } from '../desk/desk.ts';
import { pathOf, type Resolved, writeResolved } from './resolved.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'agnes' | 'otto'>;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  const people = { rita: { name: 'Rita Reporter' }, agnes: { agent: true }, otto: { name: 'Otto Other' } };
  tenant = await createTenant(web.orm, { people });
});
afterAll(() => web.close());

const aResolved = (more: Partial<Parameters<typeof writeResolved>[1]> = {}) =>
  writeResolved(web.orm, { ...tenant.people, ...more });
const agent = (...changes: Step['changes']): Step => ({
  by: agentActor(tenant.people.agnes.userId),
  changes,
  at: new Date().toISOString(),
});
const rita = (...changes: Step['changes']): Step => ({
  ...agent(...changes),
  by: reporterActor(tenant.people.rita.userId),
});
const reopened = () => agent({ kind: 'set_status', to: 'in_progress', reason: 'SECRET reason' });
const resolved = () => agent({ kind: 'set_status', to: 'resolved', solution: 'SECRET newer solution' });
const saidSolved = () => rita({ kind: 'answer_resolution', answer: 'solved' });
const saidBroken = () => rita({ kind: 'answer_resolution', answer: 'still_broken', body: 'Smoke again.' });

const read = async ({ resolutions }: Resolved, answer: 'solved' | 'still-broken', browser = web.nobody()) => {
  const { status, text } = await browser.get(pathOf(resolutions[0], answer));
  expect(status).toBe(200);
  return { text, words: wordsOf(text) };
};
const formsIn = (text: string) =>
  text.slice(text.indexOf('<main'), text.indexOf('</main>')).match(/<form\b/g)?.length ?? 0;

describe('the page behind "It is solved"', () => {
  it('shows ticket, title and solution, one button, and the quiet way to the other answer, to nobody signed in', async () => {
    const ticket = await aResolved({ title: 'The <b>printer</b> is on fire', solution: 'Out.\n<i>All</i> of it.' });
    const { text, words } = await read(ticket, 'solved');
    expect(text).toContain('<h1>Is it solved?</h1>');
    expect(text).toContain('The &lt;b&gt;printer&lt;/b&gt; is on fire');
    expect(text).toContain('Out.\n&lt;i&gt;All&lt;/i&gt; of it.');
    expect(words).toContain(ticket.ticket.number);
    expect(words).toContain('You are answering as Rita Reporter');
    expect(formsIn(text)).toBe(1);
    expect(text).toContain(`<form method="post" action="${pathOf(ticket.resolutions[0], 'solved')}"`);
    expect(text).toContain(`href="${pathOf(ticket.resolutions[0], 'still-broken')}">It is still broken</a>`);
    expect(text).not.toContain('<textarea');
  });

  it('asks to check where the resolution came without words', async () => {
    const { words } = await read(await aResolved({ solution: null }), 'solved');
    expect(words).toContain('The support team believes that it is solved. Please check, and tell us.');
  });

  it('shows nothing else of the ticket (R3)', async () => {
    const note = agent({ kind: 'comment', visibility: 'internal', body: 'SECRET note' });
    const reply = agent({ kind: 'comment', visibility: 'external', body: 'SECRET reply' });
    for (const answer of ['solved', 'still-broken'] as const) {
      expect((await read(await aResolved({ since: [note, reply] }), answer)).text).not.toContain('SECRET');
    }
  });
});

describe('the page behind "Still broken"', () => {
  it('asks for words and has one button', async () => {
    const ticket = await aResolved();
    const { text, words } = await read(ticket, 'still-broken');
    expect(text).toContain('<h1>Is it still broken?</h1>');
    expect(words).toContain('What is still broken?');
    expect(words).toContain('The fire is out.');
    expect(formsIn(text)).toBe(1);
    expect(text).toContain(`href="${pathOf(ticket.resolutions[0], 'solved')}">It is solved</a>`);
  });
});

describe('opening the link', () => {
  it.each(['solved', 'still-broken'] as const)('changes nothing, however often: %s', async (answer) => {
    const ticket = await aResolved();
    const of = { tenantId: tenant.id, ticketId: ticket.ticket.id };
    const before = await wholeTicket(web.orm, of);
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'GET', 'OPTIONS', 'GET', 'PUT', 'DELETE']) {
      for (const browser of [web.nobody(), web.as(tenant.people.rita)]) {
        const { status } = await browser.send(pathOf(ticket.resolutions[0], answer), { method });
        expect([method, status]).toEqual([method, method === 'GET' || method === 'HEAD' ? 200 : 405]);
      }
    }
    expect(gateway.sent).toEqual([]);
    expect(await wholeTicket(web.orm, of)).toEqual(before);
  });

  it('says whose answer it is when somebody else is signed in, and is silent when it is the reporter', async () => {
    const ticket = await aResolved();
    const petra = await createPlatformPerson((await testDatabase()).ownerUrl);
    const said = 'The answer given here is that of Rita Reporter, who reported the ticket.';
    expect((await read(ticket, 'solved', web.as(tenant.people.otto))).words).toContain(
      `This browser is signed in as Otto Other. ${said}`,
    );
    expect((await read(ticket, 'solved', web.asPlatform(petra))).words).toContain(said);
    expect((await read(ticket, 'solved', web.as(tenant.people.rita))).words).not.toContain(said);
    expect((await read(ticket, 'solved')).words).not.toContain('signed in');
  });
});

describe('a resolution that was answered, by the link or in the desk', () => {
  it('thanks for "It is solved" and still takes the other answer', async () => {
    const ticket = await aResolved({ since: [saidSolved()] });
    const { text, words } = await read(ticket, 'solved');
    expect(text).toContain(`<h1>Thank you. An agent will close ${ticket.ticket.number}.</h1>`);
    expect(words).toContain('You said that it is solved just now');
    expect(words).toContain('It is still broken after all');
    expect(formsIn(text)).toBe(0);
    const other = await read(ticket, 'still-broken');
    expect(other.words).toContain('You said that it is solved. Send this if that has changed.');
    expect(formsIn(other.text)).toBe(1);
  });

  it('thanks for "Still broken" and still takes the other answer', async () => {
    const ticket = await aResolved({ since: [saidBroken()] });
    const { text, words } = await read(ticket, 'still-broken');
    expect(text).toContain('<h1>Thank you. The support team will look at it again.</h1>');
    expect(words).toContain('It is solved after all');
    expect(formsIn(text)).toBe(0);
    const other = await read(ticket, 'solved');
    expect(other.words).toContain('You said that it is still broken. Press the button if that has changed.');
    expect(formsIn(other.text)).toBe(1);
  });
});

describe('a link of the past tells why, and the one next step', () => {
  const past: [string, () => Step[], { title: string; next: (number: string) => string | null; words: string }][] = [
    [
      'opened again',
      () => [reopened()],
      { title: 'We are working on it again', next: (number) => `/desk/${number}`, words: 'was reopened' },
    ],
    [
      'resolved anew',
      () => [reopened(), resolved()],
      {
        title: 'There is a newer solution',
        next: (number) => `/desk/${number}`,
        words: 'the buttons in the newest e-mail',
      },
    ],
    [
      'resolved anew and answered',
      () => [reopened(), resolved(), saidSolved()],
      {
        title: 'There is a newer solution',
        next: (number) => `/desk/${number}`,
        words: 'the buttons in the newest e-mail',
      },
    ],
    [
      'closed',
      () => [saidSolved(), agent({ kind: 'set_status', to: 'closed' })],
      {
        title: 'This ticket is closed',
        next: (number) => `/desk/new?follow_up=${number}`,
        words: 'can no longer be changed',
      },
    ],
    [
      'cancelled',
      () => [agent({ kind: 'set_status', to: 'cancelled', reason: 'SECRET', reasonCode: 'duplicate' })],
      {
        title: 'This ticket was cancelled',
        next: (number) => `/desk/new?follow_up=${number}`,
        words: 'can no longer be changed',
      },
    ],
  ];

  it.each(past)('%s', async (_name, since, { title, next, words }) => {
    const ticket = await aResolved({ since: since() });
    for (const answer of ['solved', 'still-broken'] as const) {
      const page = await read(ticket, answer);
      expect(page.text).toContain(`<h1>${title}</h1>`);
      expect(page.words).toContain(words);
      expect(page.words).toContain(ticket.ticket.number);
      expect(page.text).toContain(`href="${next(ticket.ticket.number)}"`);
      expect(formsIn(page.text)).toBe(0);
      expect(page.text).not.toContain('SECRET');
    }
  });

  it('after 30 days, and then shows no more of the ticket than its number', async () => {
    const [almost, over] = [1000, -1000].map((left) => new Date(Date.now() - 30 * 86_400_000 + left));
    const still = await aResolved({ resolvedAt: almost! });
    expect((await read(still, 'solved')).text).toContain('<h1>Is it solved?</h1>');
    for (const since of [[], [reopened()], [agent({ kind: 'set_status', to: 'closed' })]]) {
      const ticket = await aResolved({ resolvedAt: over!, since });
      const { text, words } = await read(ticket, 'solved');
      expect(text).toContain('<h1>This link has expired</h1>');
      expect(words).toContain(`work for 30 days. You can answer on the page of ${ticket.ticket.number}.`);
      expect(text).toContain(`href="/desk/${ticket.ticket.number}"`);
      for (const each of ['printer', 'fire', 'Rita']) expect(text).not.toContain(each);
    }
  });

  it('leads to the desk only where there is one, and to a follow-up only who may file it (R12, R8)', async () => {
    const people = { rita: {}, agnes: { agent: true } };
    const without = await createTenant(web.orm, { flags: ['email_notifications'], people });
    const closed = agent({ kind: 'set_status', to: 'closed' });
    for (const since of [[], [saidSolved()], [reopened()], [reopened(), resolved()], [closed]]) {
      const steps = since.map((step) => ({ ...step, by: byIn(without, step) }));
      const ticket = await writeResolved(web.orm, { ...without.people, since: steps });
      expect((await read(ticket, 'solved')).text).not.toContain('href="/desk');
    }
    const old = await writeResolved(web.orm, { ...without.people, resolvedAt: new Date(0) });
    const { text, words } = await read(old, 'solved');
    expect(text).not.toContain('href="/desk');
    expect(words).toContain(`Tell your support team, and mention ${old.ticket.number}.`);

    const readers = await createTenant(web.orm, { everyone: [], people });
    const steps = [{ ...closed, by: agentActor(readers.people.agnes.userId) }];
    const finished = await read(await writeResolved(web.orm, { ...readers.people, since: steps }), 'solved');
    expect(finished.text).not.toContain('follow_up');
    expect(finished.words).toContain('Ask your support team for a new ticket');
  });

  function byIn({ people }: TestTenant<'rita' | 'agnes'>, step: Step): Step['by'] {
    const ofRita = step.changes.some(({ kind }) => kind === 'answer_resolution');
    return ofRita ? reporterActor(people.rita.userId) : agentActor(people.agnes.userId);
  }
});

describe('the language of the page (R41)', () => {
  const people = { rita: { name: 'Rita Reporter' }, agnes: { agent: true }, otto: { name: 'Otto Other' } };
  const german = { 'Accept-Language': 'de' };

  it('is that of the person whose link it is, else of their tenant, else of the browser', async () => {
    const other = await createTenant(web.orm, { people });
    const link = pathOf((await writeResolved(web.orm, other.people)).resolutions[0], 'solved');
    const heading = async (headers = {}) => /<h1>(.*?)<\/h1>/.exec((await web.nobody().get(link, headers)).text)?.[1];
    expect([await heading(), await heading(german)]).toEqual(['Is it solved?', 'Ist das Problem gelöst?']);
    await inTenant(web.orm, other.id, (em) =>
      em.nativeUpdate(ItsmSettingsEntity, { tenantId: other.id }, { language: 'de' }),
    );
    expect(await heading()).toBe('Ist das Problem gelöst?');
    const id = other.people.rita.userId;
    await inTenant(web.orm, other.id, (em) =>
      em.nativeUpdate(UserEntity, { tenantId: other.id, id }, { language: 'en' }),
    );
    expect(await heading(german)).toBe('Is it solved?');
    const { text } = await web.as(other.people.otto).get(link, german);
    expect(text).toContain('<html lang="en"');
  });
});
