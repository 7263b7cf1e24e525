import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { searchAttributes } from '../../src/temporal/search-attributes.ts';
import type { Browser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { fill, submit } from '../support/forms.ts';
import { createTenant, type TestPerson, type TestTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, isSettled, wholeTicket } from '../support/soundness.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop(), 60_000);

const words = {
  description: 'Smoke on the second floor.\nNobody is hurt.',
  note: 'Between us: he has set it on fire before.',
  reply: 'We are on our way. Please do not touch it.',
  solution: 'The fire is out, and the paper tray replaced.',
};

describe.each([
  { type: 'incident', title: 'The printer <b>is on fire' },
  { type: 'service_request', title: 'A new printer, please & soon' },
])('the story of a ticket ($type)', ({ type, title }) => {
  let tenant: TestTenant<'rita' | 'agnes' | 'otto'>;
  let reporter: Browser;
  let agent: Browser;
  const desk = '/desk/TKT-000001';
  const page = '/tickets/TKT-000001';
  const whole = () => wholeTicket(system.orm, { tenantId: tenant.id, number: 'TKT-000001' });
  const read = async (browser: Browser, path: string) => (await browser.get(path)).text;

  beforeAll(async () => {
    const people = { rita: { name: 'Rita Reporter' }, agnes: { agent: true }, otto: { agent: true } };
    tenant = await createTenant(system.orm, { people });
    reporter = await signedIn(tenant.people.rita);
    agent = await signedIn(tenant.people.agnes);
  });

  async function signedIn(person: TestPerson): Promise<Browser> {
    const browser = system.nobody();
    const answer = await submit(browser, '/sign-in', '/sign-in', { email: person.email, password: person.password });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    return browser;
  }

  it('begins in the desk: the reporter files it and finds it among "My tickets"', async () => {
    expect((await reporter.get('/')).location).toBe('/desk');
    const filed = await submit(reporter, `/desk/new?type=${type}`, '/desk/new', {
      title,
      description: words.description,
    });
    expect([filed.status, filed.location]).toEqual([303, `${desk}?created`]);
    const shown = await read(reporter, desk);
    expect(shown).toContain('Nobody is hurt.');
    expect(shown).not.toContain('<b>is on fire');
    expect(await read(reporter, '/desk')).toContain('TKT-000001');
    expect((await whole()).row).toMatchObject({ type, title, status: 'open', channel: 'desk', version: 1 });
  });

  it('stands in the queue, where the agent takes it, which starts it', async () => {
    expect((await agent.get('/')).location).toBe('/tickets');
    expect(await read(agent, '/tickets')).toContain('TKT-000001');
    const taken = await submit(agent, page, `${page}/assignee`, { assignee: tenant.people.agnes.userId });
    expect([taken.status, taken.location]).toEqual([303, `${page}?done=taken#done`]);
    expect((await whole()).row).toMatchObject({ status: 'in_progress', assigneeId: tenant.people.agnes.userId });
    expect(await read(reporter, desk)).toContain('Agnes Example');
  });

  it('keeps a note among the agents, and shows a reply to both', async () => {
    await submit(agent, page, `${page}/comments`, { visibility: 'internal', body: words.note });
    const replied = await submit(agent, page, `${page}/comments`, { visibility: 'external', body: words.reply });
    expect(replied.location).toBe(`${page}?done=replied#done`);
    const [ofAgent, ofReporter] = [await read(agent, page), await read(reporter, desk)];
    expect(ofAgent).toContain(words.note);
    expect(ofAgent).toContain(words.reply);
    expect(ofReporter).toContain(words.reply);
    expect(ofReporter).not.toContain('Between us');
  });

  it('is resolved with a solution, which the reporter confirms', async () => {
    const resolved = await submit(agent, page, `${page}/status`, { status: 'resolved', solution: words.solution });
    expect(resolved.location).toBe(`${page}?done=resolved#done`);
    expect(await read(reporter, desk)).toContain(words.solution);
    const solved = await submit(reporter, desk, `${desk}/answer`, { answer: 'solved' });
    expect([solved.status, solved.location]).toEqual([303, `${desk}?done=answered#done`]);
    expect(await read(agent, page)).toContain('“It is solved”');
  });

  it('is closed, and then nothing can be changed any more', async () => {
    // Somebody still has the page open from before.
    const late = await fill(agent, page, `${page}/comments`, { visibility: 'internal', body: 'Too late' });
    const closed = await submit(agent, page, `${page}/status`, { status: 'closed' });
    expect([closed.status, closed.location]).toEqual([303, `${page}?done=closed#done`]);
    for (const text of [await read(agent, page), await read(reporter, desk)]) {
      expect(text).toMatch(/follow-up/);
      expect(text).not.toContain('name="body"');
    }
    const refused = await agent.post(late.action, late.fields);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Too late');
    expect((await whole()).row).toMatchObject({ status: 'closed', version: 7 });
  });

  it('leaves a history that is complete and proves itself', async () => {
    const { row } = await whole();
    const { events } = await expectSound(system.orm, tenant.id, row.id, system.appSecret);
    expect(
      events.map(({ version, audience, actorId, fact }) => [version, audience, nameOf(actorId), fact.type]),
    ).toEqual([
      [1, 'public', 'rita', 'created'],
      [2, 'public', 'agnes', 'assigned'],
      [2, 'public', 'agnes', 'status_changed'],
      [3, 'agents', 'agnes', 'comment_added'],
      [4, 'public', 'agnes', 'comment_added'],
      [5, 'public', 'agnes', 'comment_added'],
      [5, 'public', 'agnes', 'status_changed'],
      [6, 'public', 'rita', 'resolution_answered'],
      [7, 'public', 'agnes', 'status_changed'],
    ]);
    expect(JSON.stringify(events.map(({ fact }) => fact))).not.toContain('fire');
  });

  it('has mailed everybody who had to know, as one thread', async () => {
    const { row, notices } = await eventually(async () => {
      const now = await whole();
      return isSettled(now) ? now : null;
    });
    const told = notices.map(({ event, recipientId, state, skipReason }) =>
      [event, nameOf(recipientId), state, skipReason ?? ''].join(' ').trim(),
    );
    expect(told.toSorted()).toEqual([
      'ticket.assigned agnes skipped own_action',
      'ticket.closed rita sent',
      'ticket.comment_added rita sent',
      'ticket.created agnes sent',
      'ticket.created otto sent',
      'ticket.created rita sent',
      'ticket.resolved rita sent',
      'ticket.status_changed rita sent',
    ]);
    const mails = system.mailbox.messages().filter((mail) => mail.references?.includes(row.id));
    expect(mails.map((mail) => [recipientOf(mail), eventIn(mail)].join(' ')).toSorted()).toEqual([
      'agnes 1',
      'otto 1',
      'rita 1',
      'rita 3',
      'rita 5',
      'rita 7',
      'rita 9',
    ]);
    const domain = new URL(system.url).hostname;
    for (const mail of mails) {
      expect(mail.subject).toBe(`[TKT-000001] ${title}`);
      expect([mail.inReplyTo, mail.references]).toEqual([`<${row.id}@${domain}>`, `<${row.id}@${domain}>`]);
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail.text).not.toContain('Between us');
      expect(String(mail.html)).not.toContain('Between us');
      const home = recipientOf(mail) === 'rita' ? 'desk' : 'tickets';
      expect(mail.text).toContain(`${system.url}/${home}/TKT-000001`);
    }
    const sent = notices.filter(({ state }) => state === 'sent').map(({ messageId }) => `<${messageId}@${domain}>`);
    expect(mails.map((mail) => mail.messageId ?? '').toSorted()).toEqual(sent.toSorted());
    expect(mails.find((mail) => eventIn(mail) === '7')?.text).toContain(words.solution);
  });

  it('ends as a completed workflow that operators find by its search attributes', async () => {
    const { row } = await whole();
    const handle = system.client.workflow.getHandle(ticketWorkflowId(tenant.id, row.id));
    await expect(handle.result()).resolves.toEqual({ number: 'TKT-000001', status: 'closed' });
    const described = await handle.describe();
    expect(described.status.name).toBe('COMPLETED');
    expect(
      Object.fromEntries(described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])),
    ).toMatchObject({
      [searchAttributes.tenant.name]: tenant.id,
      [searchAttributes.number.name]: 'TKT-000001',
      [searchAttributes.status.name]: 'closed',
      [searchAttributes.type.name]: type,
      [searchAttributes.assignee.name]: tenant.people.agnes.userId,
    });
    expect(await described.staticSummary()).toBe(`${type === 'incident' ? 'Incident' : 'Service request'}: ${title}`);
    const query = `${searchAttributes.tenant.name} = '${tenant.id}' AND ${searchAttributes.status.name} = 'closed'`;
    await eventually(async () => (await system.client.workflow.count(query)).count === 1);
  });

  function nameOf(userId: string | null | undefined): string {
    return Object.entries(tenant.people).find(([, person]) => person.userId === userId)?.[0] ?? String(userId);
  }

  function recipientOf(mail: ParsedMail): string {
    const to = [mail.to].flat().flatMap((each) => each?.value ?? []);
    expect(to).toHaveLength(1);
    return Object.entries(tenant.people).find(([, person]) => person.email === to[0]?.address)?.[0] ?? 'nobody';
  }
});

/** The sequence of the event that a mail is about, as its Message-ID has it. */
function eventIn(mail: ParsedMail): string {
  return mail.messageId?.split('.')[1] ?? '';
}
