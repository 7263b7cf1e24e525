import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { submit } from '../support/forms.ts';
import { insist } from '../support/insisting.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
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
    await eventually(() => seen.length === 2);
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
