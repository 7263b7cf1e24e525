import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import type { Browser } from '../support/browser.ts';
import { fill, submit } from '../support/forms.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, wholeTicket } from '../support/soundness.ts';

let system: System;
let tenant: TestTenant<'rita' | 'agnes'>;
let rita: Browser;
let agnes: Browser;

beforeAll(async () => {
  system = await startSystem();
  const people = { rita: { name: 'Rita Reporter' }, agnes: { agent: true, name: 'Agnes Agent' } };
  tenant = await createTenant(system.orm, { people });
  rita = system.as(tenant.people.rita);
  agnes = system.as(tenant.people.agnes);
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const addressesOf = ({ to }: ParsedMail) =>
  [to]
    .flat()
    .flatMap((each) => each?.value ?? [])
    .map((one) => one.address);
const mailTo = (who: 'rita' | 'agnes', words: string) =>
  system.mailbox.waitFor((mail) => {
    return addressesOf(mail).includes(tenant.people[who].email) && (mail.text ?? '').includes(words);
  });
const whole = (number: string) => wholeTicket(system.orm, { tenantId: tenant.id, number });

/** A ticket that rita has filed and agnes has taken. */
async function takenTicket(title: string): Promise<string> {
  const filed = await submit(rita, '/desk/new?type=incident', '/desk/new', { title, description: 'It smokes.' });
  const number = /TKT-\d+/.exec(filed.location ?? '')?.[0] ?? '';
  const page = `/tickets/${number}`;
  await submit(agnes, page, `${page}/assignee`, { assignee: tenant.people.agnes.userId });
  return number;
}

/** Resolves the ticket and gives the paths of the two buttons, as they stand in the mail that arrives. */
async function resolve(number: string, solution: string): Promise<{ solved: string; stillBroken: string }> {
  const page = `/tickets/${number}`;
  expect((await submit(agnes, page, `${page}/status`, { status: 'resolved', solution })).status).toBe(303);
  const mail = await mailTo('rita', solution);
  const [solved = '', stillBroken = ''] = ['solved', 'still-broken'].map((answer) => {
    const inText = new RegExp(`${system.url}(/answer/[\\w-]+/${answer})`).exec(mail.text ?? '')?.[1];
    expect(String(mail.html)).toContain(`href="${system.url}${inText}"`);
    return inText;
  });
  return { solved, stillBroken };
}

describe('a reporter answers by the buttons of the mail about a resolution, without signing in', () => {
  it('"It is solved": the agents read it, and who said it by which way', async () => {
    const number = await takenTicket('The printer is on fire');
    const { solved } = await resolve(number, 'The fire is out.');
    const before = await whole(number);
    const scanner = system.nobody();
    for (let time = 0; time < 3; time++) expect((await scanner.get(solved)).status).toBe(200);
    expect((await whole(number)).row).toEqual(before.row);

    const form = await fill(scanner, solved, solved);
    const answers = await Promise.all([1, 2, 3].map(() => system.nobody().post(form.action, form.fields)));
    expect(answers.map(({ status, location }) => [status, location])).toEqual(answers.map(() => [303, solved]));
    expect((await scanner.get(solved)).text).toContain(`<h1>Thank you. An agent will close ${number}.</h1>`);

    const { row, events } = await whole(number);
    expect(row).toMatchObject({ status: 'resolved', resolutionAnswer: 'solved', waitingFor: 'agent' });
    const said = events.filter(({ fact }) => fact.type === 'resolution_answered');
    expect(said.map(({ actorKind, actorId }) => [actorKind, actorId])).toEqual([
      ['mail_link', tenant.people.rita.userId],
    ]);
    const page = (await agnes.get(`/tickets/${number}`)).text;
    expect(page).toContain('Rita Reporter (by the link in an e-mail): “It is solved”');
    expect((await rita.get(`/desk/${number}`)).text).toContain('You said that it is solved');
    await expectSound(system.orm, tenant.id, row.id, system.appSecret);
  });

  it('"Still broken": the words reach the assignee, and the ticket waits for the agents', async () => {
    const number = await takenTicket('The scanner is on fire');
    const { solved, stillBroken } = await resolve(number, 'Pulled the plug.');
    const waiting = async () => (await agnes.get('/tickets?view=waiting')).text.includes(number);
    expect(await waiting()).toBe(false);
    const reader = system.nobody();
    expect((await submit(reader, stillBroken, stillBroken, { body: 'Now it <b>smokes</b>.' })).location).toBe(
      stillBroken,
    );
    expect((await reader.get(stillBroken)).text).toContain('Thank you. The support team will look at it again.');
    expect(await waiting()).toBe(true);
    const told = await mailTo('agnes', 'Now it <b>smokes</b>.');
    expect(String(told.html)).toContain('Now it &lt;b&gt;smokes&lt;/b&gt;.');
    expect((await agnes.get(`/tickets/${number}`)).text).toContain('Rita Reporter (by the link in an e-mail)');

    // The other answer is still taken, and stands then.
    expect((await submit(reader, solved, solved)).status).toBe(303);
    const { row } = await whole(number);
    expect(row).toMatchObject({ status: 'resolved', resolutionAnswer: 'solved' });
    await expectSound(system.orm, tenant.id, row.id, system.appSecret);
  });

  it('only to the resolution that the mail was about', async () => {
    const number = await takenTicket('The shredder is on fire');
    const first = await resolve(number, 'First try.');
    const reader = system.nobody();
    const late = await fill(reader, first.stillBroken, first.stillBroken, { body: 'Words of mine.' });
    const page = `/tickets/${number}`;
    await submit(agnes, page, `${page}/status`, { status: 'in_progress', reason: 'Not yet.' });
    const meanwhile = await reader.post(late.action, late.fields);
    expect([meanwhile.status, meanwhile.text.includes('We are working on it again')]).toEqual([409, true]);
    expect(meanwhile.text).toContain('Words of mine.</textarea>');

    const second = await resolve(number, 'Second try.');
    expect(second.solved).not.toBe(first.solved);
    expect((await reader.get(first.solved)).text).toContain('There is a newer solution');
    expect((await reader.post(first.solved)).status).toBe(409);
    expect((await whole(number)).row.resolutionAnswer).toBeNull();

    const form = await fill(reader, second.solved, second.solved);
    expect((await reader.post(form.action, form.fields)).status).toBe(303);
    expect((await submit(agnes, page, `${page}/status`, { status: 'closed' })).status).toBe(303);
    expect((await reader.get(second.solved)).text).toContain('This ticket is closed');
    // Sent once more it is the same answer, which was given; a new one is too late.
    expect((await reader.post(form.action, form.fields)).status).toBe(303);
    expect((await reader.post(second.solved)).status).toBe(409);
    await expectSound(system.orm, tenant.id, (await whole(number)).row.id, system.appSecret);
  });
});
