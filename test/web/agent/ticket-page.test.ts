import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Status } from '../../../src/domain/status.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { createTenant } from '../../support/people.ts';
import { agentActor, reporterActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let world: Awaited<ReturnType<typeof makeWorld>>;

async function makeWorld() {
  const tenant = await createTenant(web.orm, {
    people: {
      agnes: { agent: true, name: 'Agnes Ahrens', permissions: ['settings:manage'] },
      bo: { agent: true, name: 'Bo Berg' },
      noClose: { permissions: ['tickets:manage'] },
      rita: { name: 'Rita <i>Rabe</i>' },
    },
  });
  const { agnes, bo, rita } = tenant.people;
  const byAgnes = agentActor(agnes.userId);
  const byRita = reporterActor(rita.userId);
  const file = (title: string, steps: Parameters<typeof writeTicket>[2] = [], more: { followUpOf?: string } = {}) =>
    writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId, title, ...more }, steps);
  const open = await file('Nobody has it yet');
  const resolved = await file('<script>alert("title")</script>', [
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    {
      by: byAgnes,
      changes: [{ kind: 'comment', visibility: 'internal', body: 'A note about <img src=x onerror=alert(1)>' }],
    },
    { by: byRita, changes: [{ kind: 'comment', visibility: 'external', body: 'See https://help.example/a?b=1&c=2.' }] },
    { by: byAgnes, changes: [{ kind: 'edit', priority: 'high', description: 'A better description' }] },
    { by: byAgnes, changes: [{ kind: 'assign', to: bo.userId }] },
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'resolved', solution: 'Turned it on.' }] },
    { by: byRita, changes: [{ kind: 'answer_resolution', answer: 'still_broken', body: 'No, it is off.' }] },
  ]);
  const closed = await file('Old', [
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'resolved' }] },
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'closed' }] },
  ]);
  const followUp = await file('It is back', [], { followUpOf: closed.id });
  const people = tenant.people;
  return { tenant, people, open, resolved, closed, followUp, agnes: web.as(agnes), rita: web.as(rita) };
}

beforeAll(async () => {
  web = await startTestWeb();
  world = await makeWorld();
});
afterAll(() => web.close());

const page = async (number: string, browser = world.agnes) => (await browser.get(`/tickets/${number}`)).text;

describe('the ticket page', () => {
  it('is not found for another tenant’s agent, by number and by id, whatever is asked of it', async () => {
    const other = await createTenant(web.orm, { people: { olga: { agent: true } } });
    const olga = web.as(other.people.olga);
    const { number, id } = world.resolved;
    for (const path of [`/tickets/${number}`, `/tickets/${id}`, `/tickets/${number}/edit`]) {
      expect((await olga.get(path)).status).toBe(404);
    }
    for (const part of ['comments', 'status', 'assignee', 'edit']) {
      expect(
        (await olga.post(`/tickets/${number}/${part}`, { status: 'closed', body: 'x', visibility: 'external' })).status,
      ).toBe(404);
    }
  });

  it('refuses who is no agent, the reporter of the ticket too', async () => {
    expect((await world.rita.get(`/tickets/${world.resolved.number}`)).status).toBe(403);
    expect((await world.rita.post(`/tickets/${world.resolved.number}/comments`, { body: 'x' })).status).toBe(403);
  });

  it('is found by id and in small letters too, and leads to its number', async () => {
    const { id, number } = world.open;
    expect((await world.agnes.get(`/tickets/${id}`)).location).toBe(`/tickets/${number}`);
    expect((await world.agnes.get(`/tickets/${number.toLowerCase()}?from=view%3Dall`)).location).toBe(
      `/tickets/${number}?from=view%3Dall`,
    );
    for (const nothing of [randomUUID(), 'TKT-999999', 'x', '%00', "'"]) {
      expect((await world.agnes.get(`/tickets/${nothing}`)).status).toBe(404);
    }
  });

  it('tells the three voices apart and escapes them all', async () => {
    const text = await page(world.resolved.number);
    expect(text).toMatch(
      /message-note"[\s\S]*?Internal note<\/span>[\s\S]*?A note about &lt;img src=x onerror=alert\(1\)&gt;/,
    );
    expect(text).toMatch(
      /message-reporter" id[\s\S]*?See <a href="https:\/\/help.example\/a\?b=1&amp;c=2" rel="noopener noreferrer nofollow ugc">/,
    );
    expect(text).toMatch(/message-agent message-solution"[\s\S]*?Turned it on\./);
    expect(text).toContain('&lt;script&gt;alert(&quot;title&quot;)&lt;/script&gt;');
    expect(text).toContain('Rita &lt;i&gt;Rabe&lt;/i&gt;');
    expect(text).not.toMatch(/<script>alert|<img src=x|<i>Rabe/);
  });

  it('shows the solution on top and what the reporter answered', async () => {
    const text = await page(world.resolved.number);
    expect(text.indexOf('id="solution-title"')).toBeGreaterThan(0);
    expect(text.indexOf('id="solution-title"')).toBeLessThan(text.indexOf('A better description'));
    expect(text).toContain('<span class="badge badge-danger">Still broken</span>');
  });

  it('keeps the whole history: who, when, from what to what (R4)', async () => {
    const text = await page(world.resolved.number);
    const history = text.slice(text.indexOf('ticket-history'));
    expect(history).toMatch(/changed the priority[\s\S]*?agents only[\s\S]*?Normal<\/del>[\s\S]*?High<\/ins>/);
    expect(history).toMatch(/changed the assignee[\s\S]*?Agnes Ahrens<\/del>[\s\S]*?Bo Berg<\/ins>/);
    expect(history).toContain('There is smoke.');
    expect([...history.matchAll(/<li id="h-/g)]).toHaveLength(world.resolved.sequence);
  });

  it('offers what is possible now and explains what is not', async () => {
    const open = await page(world.open.number);
    expect(open).toContain('Assign to me and start');
    expect(open).toContain('sees “Being worked on” and that you are handling it');
    expect(open).toContain('It can be resolved once it is in progress.');
    expect(open).not.toContain('Send and resolve');
    const resolved = await page(world.resolved.number);
    expect(resolved).toContain('Closing is final; afterwards only a follow-up is possible.');
    const noClose = await page(world.resolved.number, web.as(world.people.noClose));
    expect(noClose).toContain('need the permission tickets:close');
    expect(noClose).not.toContain('Close for good');
    const closed = await page(world.closed.number);
    expect(closed).toContain('Closed is final');
    expect(closed).toContain(`/tickets/new?follow_up_of=${world.closed.number}`);
    expect(closed).not.toContain('<textarea');
    expect((await world.agnes.get(`/tickets/${world.closed.number}/edit`)).location).toBe(
      `/tickets/${world.closed.number}`,
    );
  });

  it('links follow-ups in both directions and the reporter’s other tickets', async () => {
    expect(await page(world.closed.number)).toMatch(new RegExp(`Followed up by[\\s\\S]*?${world.followUp.number}`));
    expect(await page(world.followUp.number)).toMatch(
      new RegExp(`This ticket follows up on[\\s\\S]*?${world.closed.number}`),
    );
    expect(await page(world.open.number)).toMatch(new RegExp(`Other tickets[\\s\\S]*?${world.followUp.number}`));
  });

  it('tells of each mail what became of it and why (R20)', async () => {
    const { people, open, tenant } = world;
    await inTenant(web.orm, tenant.id, async (em) => {
      const add = (state: string, more: { skip?: string; answer?: string; next?: Date }) =>
        em.execute(
          `insert into notice (tenant_id, id, ticket_id, event_sequence, event, audience, recipient_id, status, state,
             skip_reason, attempts, next_try_at, last_answer, message_id, created_at)
           values (?, ?, ?, 1, 'ticket.created', 'reporter', ?, 'open', ?, ?, 2, ?, ?, ?, now())`,
          [
            tenant.id,
            randomUUID(),
            open.id,
            people.rita.userId,
            state,
            more.skip ?? null,
            more.next ?? null,
            more.answer ?? null,
            randomUUID(),
          ],
          'run',
        );
      await add('skipped', { skip: 'own_action' });
      await add('retrying', { answer: '451 <later>', next: new Date(Date.now() + 60_000) });
      await add('failed', { answer: '550 no such mailbox' });
    });
    const text = await page(open.number);
    expect(text).toContain('Not sent: nobody is e-mailed about what they did themselves');
    expect(text).toMatch(/Will be tried again[\s\S]*?451 &lt;later&gt;/);
    expect(text).toMatch(/Failed[\s\S]*?550 no such mailbox/);
  });

  it('goes to the tickets beside it in the list that one came from', async () => {
    const { text } = await world.agnes.get(
      `/tickets/${world.open.number}?from=${encodeURIComponent('view=all&sort=-created_at')}`,
    );
    expect(text).toContain('href="/tickets?view=all&amp;sort=-created_at"');
    expect(text).toMatch(/\/tickets\/TKT-\d+\?from=view%3Dall%26sort%3D-created_at" rel="(prev|next)"/);
    expect((await world.agnes.get(`/tickets/${world.open.number}?from=status%3Dnonsense`)).status).toBe(200);
  });

  it('says who is mailed, and that nobody is while mails are switched off', async () => {
    expect(await page(world.open.number)).toContain(
      `Will be e-mailed to Rita &lt;i&gt;Rabe&lt;/i&gt;, ${world.people.rita.email}.`,
    );
    const quiet = await createTenant(web.orm, {
      flags: ['agent_portal'],
      people: { agnes: { agent: true }, rita: {} },
    });
    const ticket = await writeTicket(web.orm, { tenantId: quiet.id, reporterId: quiet.people.rita.userId });
    expect(await page(ticket.number, web.as(quiet.people.agnes))).toContain('E-mails are switched off');
  });

  it('has first, and as the one that stands out, what the reporter’s last word asks for (R7)', async () => {
    const { tenant, people } = world;
    const [byAgnes, byRita] = [agentActor(people.agnes.userId), reporterActor(people.rita.userId)];
    const file = (...steps: Step[]) =>
      writeTicket(web.orm, { tenantId: tenant.id, reporterId: people.rita.userId }, steps);
    const move = (to: Status): Step => ({ by: byAgnes, changes: [{ kind: 'set_status', to }] });
    const withdraw: Step = { by: byRita, changes: [{ kind: 'request_withdrawal' }] };
    const buttons = async (ticket: Ticket, browser = world.agnes) => {
      const text = await page(ticket.number, browser);
      const actions = /<div class="ticket-actions">[^]*?<\/header>/.exec(text)?.[0] ?? '';
      return [
        ...actions.matchAll(/<(?:summary|button) class="button( button-primary)?"[^>]*><svg[^]*?<\/svg>([^<]*)</g),
      ].map(([, primary, label]) => `${label}${primary === undefined ? '' : '!'}`);
    };
    expect(await buttons(world.resolved)).toEqual(['Reopen!', 'Assign to me', 'Close', 'Cancel ticket']);
    expect(await buttons(world.resolved, web.as(people.noClose))).toEqual(['Assign to me']);
    const unneeded = await file(withdraw);
    expect(await buttons(unneeded)).toEqual(['Cancel ticket!', 'Assign to me and start']);
    const atWork = await file(move('in_progress'), withdraw);
    expect(await buttons(atWork)).toEqual(['Cancel ticket!', 'Resolve']);
    expect(await buttons(await file(move('in_progress')))).toEqual(['Resolve!', 'Cancel ticket']);
    const reopened = await file(move('in_progress'), move('resolved'), move('in_progress'));
    expect(await buttons(reopened)).toEqual(['Resolve!', 'Cancel ticket']);
    const panel = (text: string) => /<select[^>]*name="reason_code"[^]*?<\/select>[^]*?<\/label>/.exec(text)?.[0] ?? '';
    const asked = panel(await page(unneeded.number));
    expect(asked).toContain('value="withdrawn" selected');
    expect(asked).toContain('(optional)');
    const other = panel(await page(world.open.number));
    expect(other).not.toContain('value="withdrawn" selected');
    expect(other).not.toContain('(optional)');
    expect(await page(unneeded.number)).toContain('<span class="badge badge-warning">No longer needed</span>');
  });

  it('says of the reporter’s other tickets what the reporter says of them', async () => {
    const { tenant, people } = world;
    const reporterId = people.noClose.userId;
    const [first, second] = [
      await writeTicket(web.orm, { tenantId: tenant.id, reporterId }, [
        { by: reporterActor(reporterId), changes: [{ kind: 'request_withdrawal' }] },
      ]),
      await writeTicket(web.orm, { tenantId: tenant.id, reporterId }),
    ];
    const text = await page(second.number);
    const link = text.slice(text.indexOf(`href="/tickets/${first.number}"`));
    expect(link).toMatch(/^[^]*?status-no_longer_needed"><span[^>]*><\/span>No longer needed</);
  });

  it('closes its panels by what they hold for it, without script too', async () => {
    const text = await page(world.resolved.number);
    const panels = text.match(/<details class="ticket-action"[^]*?<\/details>/g) ?? [];
    const closing = panels.map((panel) => /<a class="button" href="([^"]*)" data-close>([^<]*)</.exec(panel)?.slice(1));
    const here = `/tickets/${world.resolved.number}`;
    expect(closing).toEqual([
      [here, 'Cancel'],
      [here, 'Cancel'],
      [here, 'Keep it'],
    ]);
  });

  it('marks a question to the reporter in the conversation, and no other reply', async () => {
    const { tenant, people } = world;
    const said = (body: string, more: { expectsAnswer?: boolean } = {}): Step => ({
      by: agentActor(people.agnes.userId),
      changes: [{ kind: 'comment', visibility: 'external', body, ...more }],
    });
    const { number } = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: people.rita.userId }, [
      said('Which floor?', { expectsAnswer: true }),
      said('On our way.'),
    ]);
    const text = await page(number);
    const tags = [...text.matchAll(/<li class="message[^]*?<span class="message-tag"><svg[^]*?<\/svg>([^<]*)</g)];
    expect(tags.map(([, tag]) => tag)).toEqual(['Question', 'Reply']);
    expect(text).toContain('asked the reporter for an answer');
    const desk = (await world.rita.get(`/desk/${number}`)).text;
    expect(desk.match(/Question for you/g)).toHaveLength(1);
  });
});
