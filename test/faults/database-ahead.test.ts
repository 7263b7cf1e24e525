import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery, type TicketReport } from '../../src/temporal/messages.ts';
import type { Browser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { type FilledForm, fill, submit } from '../support/forms.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, isSettled, wholeTicket } from '../support/soundness.ts';

let system: System;
let tenant: TestTenant<'rita' | 'agnes'>;
let reporter: Browser;
let agent: Browser;

const workerScript = new URL('worker.ts', import.meta.url);

beforeAll(async () => {
  system = await startSystem({ worker: workerScript });
}, 120_000);

afterAll(() => system?.stop(), 60_000);

beforeEach(async () => {
  tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  reporter = system.as(tenant.people.rita);
  agent = system.as(tenant.people.agnes);
});

/** A ticket at rest: nobody doubts that its workflow has version 1, and its mails are sent. */
async function ticketAtRest(): Promise<{ ticketId: string; page: string }> {
  const form = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
  await submit(reporter, '/desk/new', '/desk/new', form);
  const { row } = await eventually(async () => {
    const whole = await wholeTicket(system.orm, { tenantId: tenant.id, number: 'TKT-000001' });
    return isSettled(whole) && (await unconfirmed()) === 0 ? whole : null;
  });
  return { ticketId: row.id, page: '/tickets/TKT-000001' };
}

/** How many tickets have a version that no answer has proven to be the workflow's. */
async function unconfirmed(): Promise<number> {
  const rows = await inTenant(system.orm, tenant.id, (em) => em.execute('select 1 from ticket_unconfirmed'));
  return rows.length;
}

function report(ticketId: string): Promise<TicketReport> {
  return system.client.connection.withDeadline(Date.now() + 30_000, () =>
    system.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).query(ticketQuery),
  );
}

/**
 * Sends the form to a worker that commits and then never comes back. In that instant worker, Temporal and the caller's
 * web process are killed; they are started again, worker last.
 */
async function dieAfterCommit(
  { action, fields }: FilledForm,
  from: Browser,
  committed: () => Promise<boolean>,
): Promise<void> {
  await system.worker.stop();
  await system.worker.start(workerScript, { STOP_AFTER_COMMIT: '1' });
  const lost = from.post(action, fields).then(
    (answer) => answer.status,
    () => 'no answer',
  );
  await eventually(committed, { timeoutMs: 20_000 });
  await Promise.all([system.worker.kill(), system.temporal.kill(), system.web.kill()]);
  expect(await lost).toBe('no answer');
  await system.temporal.start();
  await Promise.all([system.web.start(), system.worker.start()]);
}

/** Leads to the row at version 2 while the workflow knows of version 1 only; tries again where chance has it otherwise. */
async function databaseAhead(): Promise<{ ticketId: string; page: string; reply: FilledForm }> {
  const { ticketId, page } = await ticketAtRest();
  const values = { visibility: 'external', body: 'We are on our way.' };
  const reply = await fill(agent, page, `${page}/comments`, values);
  const row = () => inTenant(system.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
  await dieAfterCommit(reply, agent, async () => (await row()).version === 2);
  expect(await row()).toMatchObject({ version: 2 });
  expect(await unconfirmed()).toBe(1);
  expect((await report(ticketId)).ticket).toMatchObject({ version: 1 });
  return { ticketId, page, reply };
}

function mailsAbout(ticketId: string, sequence: number): number {
  return system.mailbox.messages().filter((mail) => mail.messageId?.startsWith(`<${ticketId}.${sequence}.`)).length;
}

describe('worker, Temporal and caller killed right after the commit', () => {
  it('the mail is sent, one run of the refresh tells the workflow, and nothing is doubled', async () => {
    const { ticketId, page, reply } = await databaseAhead();
    // The outbox needs no workflow for it.
    await eventually(() => mailsAbout(ticketId, 2) === 1);
    await expect(system.refresh()).resolves.toMatchObject({ reminded: 1, restarted: 0, confirmed: 0, failed: 0 });
    await eventually(async () => (await report(ticketId)).ticket?.version === 2, { timeoutMs: 30_000 });
    await eventually(async () => isSettled(await wholeTicket(system.orm, { tenantId: tenant.id, ticketId })));
    expect(mailsAbout(ticketId, 2)).toBe(1);

    const again = await agent.post(reply.action, reply.fields);
    expect([again.status, again.location]).toEqual([303, `${page}?done=replied#done`]);
    await expect(system.refresh()).resolves.toMatchObject({ reminded: 0, restarted: 0, confirmed: 0, failed: 0 });
    const { events } = await expectSound(system.orm, tenant.id, ticketId, system.appSecret);
    expect(events.map((event) => event.type)).toEqual(['created', 'comment_added']);
    expect(await unconfirmed()).toBe(0);
    expect(mailsAbout(ticketId, 2)).toBe(1);
  }, 120_000);

  it('the next command finds out by itself, and both are carried out once', async () => {
    const { ticketId, page } = await databaseAhead();
    const taken = await submit(agent, page, `${page}/assignee`, { assignee: tenant.people.agnes.userId });
    expect([taken.status, taken.location]).toEqual([303, `${page}?done=taken#done`]);
    await eventually(async () => isSettled(await wholeTicket(system.orm, { tenantId: tenant.id, ticketId })));
    const { events, notices } = await expectSound(system.orm, tenant.id, ticketId, system.appSecret);
    expect(events.map((event) => event.type)).toEqual(['created', 'comment_added', 'assigned', 'status_changed']);
    for (const { messageId } of notices.filter(({ state }) => state === 'sent')) {
      const copies = system.mailbox.messages().filter((mail) => mail.messageId?.startsWith(`<${messageId}@`));
      expect(copies).toHaveLength(1);
    }
  }, 120_000);

  it('a creation is finished by its workflow: one ticket, one number, and the same answer for who asks again', async () => {
    const form = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
    const filled = await fill(reporter, '/desk/new', '/desk/new', form);
    const created = () => inTenant(system.orm, tenant.id, (em) => em.count(TicketEntity, {}));
    await dieAfterCommit(filled, reporter, async () => (await created()) === 1);
    const again = await eventually(
      async () => {
        const answer = await reporter.post(filled.action, filled.fields);
        expect([303, 503]).toContain(answer.status);
        return answer.status === 303 ? answer : null;
      },
      { timeoutMs: 60_000 },
    );
    expect(again.location).toBe('/desk/TKT-000001?created');
    expect(await created()).toBe(1);
    const second = await reporter.post('/desk/new', { ...filled.fields, command_id: randomUUID() });
    expect(second.location).toBe('/desk/TKT-000002?created');
    const whole = await eventually(async () => {
      const now = await wholeTicket(system.orm, { tenantId: tenant.id, number: 'TKT-000001' });
      return isSettled(now) ? now : null;
    });
    await expectSound(system.orm, tenant.id, whole.row.id, system.appSecret);
    expect(mailsAbout(whole.row.id, 1)).toBe(2);
  }, 120_000);
});
