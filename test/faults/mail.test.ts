import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { sendsAtOnce } from '../../src/outbox/outbox.ts';
import { outboxes } from '../../src/temporal/names.ts';
import type { Browser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { submit } from '../support/forms.ts';
import { insist } from '../support/insisting.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { writeTicket } from '../support/rows.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, makeMailDue, type WholeTicket, wholeTicket } from '../support/soundness.ts';
import { allMailDone } from './load.ts';

let system: System;
let tenant: TestTenant<'rita' | 'agnes'>;
let reporter: Browser;
let agent: Browser;

const page = '/tickets/TKT-000001';

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop(), 60_000);

beforeEach(async () => {
  tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  reporter = system.as(tenant.people.rita);
  agent = system.as(tenant.people.agnes);
  system.mailbox.clear();
});

afterEach(() => system?.mailbox.refuse(undefined));

const whole = (): Promise<WholeTicket> => wholeTicket(system.orm, { tenantId: tenant.id, number: 'TKT-000001' });

function file(): Promise<unknown> {
  const typed = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
  return submit(reporter, '/desk/new', '/desk/new', typed);
}

/** Message-IDs of the ticket's mails in the mailbox, without their domain. */
function received(): string[] {
  return system.mailbox
    .messages()
    .map((mail) => mail.messageId?.slice(1).split('@')[0] ?? '')
    .toSorted();
}

function toBeSent({ notices }: WholeTicket): string[] {
  return notices
    .filter(({ skipReason }) => skipReason == null)
    .map(({ messageId }) => messageId)
    .toSorted();
}

describe('a mail server', () => {
  it('that hangs or is gone slows no ticket down, and gets every mail once when it is back', async () => {
    // Of a server that takes the connection and says nothing, each mail learns after five seconds.
    system.mailbox.refuse((step) => (step.at === 'connect' ? 'hang' : undefined));
    await file();
    const began = performance.now();
    await submit(agent, page, `${page}/assignee`, { assignee: tenant.people.agnes.userId });
    await submit(agent, page, `${page}/comments`, { visibility: 'external', body: 'On our way.' });
    await submit(agent, page, `${page}/status`, { status: 'resolved', solution: 'The fire is out.' });
    expect(performance.now() - began).toBeLessThan(5000);
    const { row, notices } = await whole();
    expect(row).toMatchObject({ status: 'resolved', version: 4 });
    expect(notices.filter(({ state }) => state === 'sent')).toEqual([]);

    system.mailbox.refuse((step) => (step.at === 'connect' ? 'drop' : undefined));
    const turnedAway = await eventually(
      async () => {
        await makeMailDue(system.orm, tenant.id, [row.id]);
        const now = await whole();
        return now.notices.filter(({ state }) => state === 'retrying').length === toBeSent(now).length ? now : null;
      },
      { timeoutMs: 60_000, message: 'every mail has been tried' },
    );
    for (const { nextTryAt, lastAnswer } of turnedAway.notices.filter(({ state }) => state === 'retrying')) {
      expect(nextTryAt).toBeInstanceOf(Date);
      expect(lastAnswer).toMatch(/./);
    }
    expect(await agent.get(page)).toMatchObject({ status: 200 });

    system.mailbox.refuse(undefined);
    await allMailDone(system, tenant.id, [row.id]);
    expect(received()).toEqual(toBeSent(turnedAway));
    const states = (await whole()).notices.map(({ state }) => state).toSorted();
    expect(states).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'skipped']);
    await expectSound(system.orm, tenant.id, row.id, system.appSecret);
  }, 120_000);

  it('whose answer a killed worker did not hear gets at most that one mail again, under the same Message-ID', async () => {
    const seen: string[] = [];
    let hanging = true;
    system.mailbox.refuse((step) => {
      if (step.at !== 'data') return undefined;
      seen.push(step.mail.messageId?.slice(1).split('@')[0] ?? '');
      // The first mail goes through; the second is taken, and then there is silence.
      return hanging && seen.length === 2 ? 'hang' : undefined;
    });
    await file();
    await eventually(async () => seen.length === 2 && (await whole()).notices.some(({ state }) => state === 'sent'));
    await system.worker.kill();
    hanging = false;
    const interrupted = await whole();
    expect(interrupted.notices.map(({ state }) => state).toSorted()).toEqual(['sent', 'waiting']);
    expect(interrupted.notices.filter(({ leasedUntil }) => leasedUntil != null)).toHaveLength(1);
    await system.worker.start();

    // The ticket goes on while the dead worker still holds the mail.
    const reply = { visibility: 'external', body: 'On our way.', command_id: randomUUID() };
    await insist(agent, { action: `${page}/comments`, fields: reply });
    await allMailDone(system, tenant.id, [interrupted.row.id]);
    const { notices, row } = await expectSound(system.orm, tenant.id, interrupted.row.id, system.appSecret);
    expect(notices.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    const twice = interrupted.notices.find(({ state }) => state === 'waiting')?.messageId ?? '';
    expect(seen.toSorted()).toEqual([...toBeSent(await whole()), twice].toSorted());
    expect(notices.find(({ messageId }) => messageId === twice)?.attempts).toBe(2);
    expect(row.version).toBe(2);
  }, 120_000);
});

describe('two workers', () => {
  it('one of which is killed amid 500 mails: the other sends what is left, each mail once but for those on their way', async () => {
    const ids = await writeMails(500);
    const sent = () => system.mailbox.messages().map(({ messageId }) => messageId?.slice(1).split('@')[0] ?? '');
    await system.secondWorker.start();
    await eventually(() => sent().length >= 50, { timeoutMs: 60_000 });
    await system.worker.kill();
    const atKill = sent().length;
    expect(atKill).toBeLessThan(500);

    await eventually(
      async () => {
        const sql = `select count(*)::int as n from notice where state <> 'sent'`;
        const [left] = await inTenant(system.orm, tenant.id, (em) => em.execute<{ n: number }[]>(sql));
        return left?.n === 0;
      },
      { timeoutMs: 60_000, message: 'every mail is sent' },
    );
    const twice = sent()
      .toSorted()
      .filter((id, place, all) => id === all[place - 1]);
    expect([...new Set(sent())].toSorted()).toEqual(ids.toSorted());
    // What was being handed over by the dead worker may come again, under its Message-ID.
    expect(twice.length).toBeLessThanOrEqual(sendsAtOnce * outboxes);
    await system.worker.start();
    await system.secondWorker.stop();
  }, 180_000);
});

/** Writes so many due mails to the queue's address, about fifty tickets; gives their Message-IDs without the domain. */
async function writeMails(count: number): Promise<string[]> {
  const by = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
  const tickets: string[] = [];
  for (let n = 1; n <= 50; n += 1) tickets.push((await writeTicket(system.orm, { ...by, number: `TKT-${n}` })).id);
  const at = new Date();
  const ids = Array.from({ length: count }, () => randomUUID());
  const rows = ids.map((messageId, place) => ({
    tenantId: tenant.id,
    id: randomUUID(),
    ticketId: tickets[place % tickets.length] ?? '',
    eventSequence: 1,
    event: 'ticket.created',
    audience: 'agents',
    recipientAddress: 'queue@example.test',
    status: 'open',
    state: 'waiting',
    attempts: 0,
    messageId,
    outcomeUnknown: false,
    triesBefore: 0,
    nextTryAt: at,
    createdAt: at,
  }));
  await inTenant(system.orm, tenant.id, (em) => em.insertMany(NoticeEntity, rows as never[]));
  return ids;
}
