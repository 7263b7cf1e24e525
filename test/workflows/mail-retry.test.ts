import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { historyKeyFrom } from '../../activities/ticket/history-hash.ts';
import { createActivities } from '../../activities/index.ts';
import type { Delivery, OutgoingMail } from '../../activities/mail/transport.ts';
import { nextTryAt } from '../../src/domain/retry.ts';
import { accountKeyFrom } from '../../src/host/identity/account-token.ts';
import { answerKeyFrom } from '../../src/mail/answer-token.ts';
import { createMailRenderer } from '../../src/mail/render.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { searchAttributeTypes } from '../../src/temporal/search-attributes.ts';
import { commandUpdate, createdUpdate, ticketQuery } from '../../src/temporal/messages.ts';
import { commandBy, creationBy, type Product, startProduct, testSecret } from '../support/product.ts';
import { wholeTicket } from '../support/soundness.ts';
import { temporalForTests, timeSkippingServer } from '../support/temporal.ts';

let product: Product;
let environment: TestWorkflowEnvironment;
let endWorker: () => Promise<void>;

const taskQueue = 'mail-retry';
/** temporal.api.enums.v1.IndexedValueType. */
const keyword = 2;
const minute = 60_000;
const hour = 3_600_000;
const day = 24 * hour;

/** When each attempt to mail the reporter about the new ticket was made, in the time of the workflow. */
const attempts: number[] = [];

/** The Message-IDs of what was taken. */
const sent: string[] = [];

let answer: Delivery = { kind: 'temporary', answer: '451 Try again later' };

beforeAll(async () => {
  product = await startProduct({ working: false });
  environment = await timeSkippingServer();
  // This server cannot list them, which src/register-search-attributes.ts begins with.
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.keys(searchAttributeTypes).map((name) => [name, keyword])),
  });
  const activities = createActivities({
    orm: product.orm,
    client: environment.client,
    taskQueue,
    transport: { sender: 'itsm@uslimato.test', send, close: () => {} },
    renderer: createMailRenderer(),
    addresses: { publicUrl: 'http://itsm.test', messageIdDomain: 'itsm.test' },
    historyKey: historyKeyFrom(testSecret),
    accountKey: accountKeyFrom(testSecret),
    answerKey: answerKeyFrom(testSecret),
    operations: product.operations,
    now: () => new Date(),
    graceSeconds: 0,
  });
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: temporalForTests().workflowBundle,
    activities,
  });
  const running = worker.run();
  endWorker = async () => {
    worker.shutdown();
    await running;
  };
}, 120_000);

afterAll(async () => {
  await endWorker?.();
  await environment?.teardown();
  await product?.stop();
}, 60_000);

async function send(mail: OutgoingMail): Promise<Delivery> {
  if (answer.kind === 'sent') sent.push(mail.messageId);
  if (mail.messageId.includes('.1.reporter.')) attempts.push(await environment.currentTimeMs());
  return answer;
}

/** A ticket on the server of which time can be skipped. */
async function aTicket() {
  const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
  const creation = creationBy(tenant);
  const handle = await environment.client.workflow.start('ticket', {
    workflowId: ticketWorkflowId(tenant.id, creation.ticketId),
    taskQueue,
    args: [{ tenantId: tenant.id, ticketId: creation.ticketId, create: creation, attempt: 'first' }],
  });
  await handle.executeUpdate(createdUpdate, { args: [{ attempt: 'first' }] });
  return {
    tenant,
    handle,
    whole: () => wholeTicket(product.orm, { tenantId: tenant.id, ticketId: creation.ticketId }),
  };
}

describe('a mail server that turns mail away for days', () => {
  it('is asked again after pauses that grow to four hours, and after four days the mail is given up; the ticket goes on', async () => {
    const { tenant, handle, whole } = await aTicket();
    await environment.sleep(6 * hour);
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await expect(handle.executeUpdate(commandUpdate, { args: [start] })).resolves.toMatchObject({ version: 2 });
    await environment.sleep(5 * day);

    const { row, notices } = await whole();
    expect(row).toMatchObject({ status: 'in_progress', version: 2 });
    const created = notices.filter(({ event }) => event === 'ticket.created');
    expect(created.map(({ audience, state }) => [audience, state])).toEqual([
      ['agents', 'failed'],
      ['reporter', 'failed'],
    ]);
    expect(created[1]).toMatchObject({ lastAnswer: '451 Try again later', nextTryAt: null, leasedUntil: null });

    expect(attempts.length).toBe(plannedAttempts(attempts[0] ?? 0).length);
    for (const [place, planned] of plannedAttempts(attempts[0] ?? 0).entries()) {
      expect(attempts[place]).toBeGreaterThanOrEqual(planned);
      expect(attempts[place]).toBeLessThan(planned + 10 * minute);
    }
    const report = await handle.query(ticketQuery);
    expect(report).toMatchObject({ ticket: { status: 'in_progress' }, mailDueAt: null, sendingMail: false });
  }, 120_000);
});

describe('a mail server that is down for an hour', () => {
  it('gets every mail once when it is back, at the next try of each, and the ticket has gone on meanwhile', async () => {
    answer = { kind: 'temporary', answer: 'connect ECONNREFUSED' };
    const { tenant, handle, whole } = await aTicket();
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await handle.executeUpdate(commandUpdate, { args: [start] });
    await environment.sleep(hour);
    expect((await whole()).notices.map(({ state }) => state).toSorted()).toEqual([
      'retrying',
      'retrying',
      'retrying',
      'skipped',
    ]);

    answer = { kind: 'sent', answer: '250 OK' };
    const before = sent.length;
    await environment.sleep(hour + 10 * minute);
    const { notices } = await whole();
    const told = notices.filter(({ state }) => state !== 'skipped');
    expect(told.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(sent.slice(before).toSorted()).toEqual(told.map(({ messageId }) => `<${messageId}@itsm.test>`).toSorted());
    expect((await handle.query(ticketQuery)).mailDueAt).toBeNull();
  }, 120_000);
});

/** When the mail should be tried, were nothing to take any time: from the first attempt to the last before it is given up. */
function plannedAttempts(first: number): number[] {
  const planned = [first];
  for (;;) {
    const next = nextTryAt(first, planned.length, planned.at(-1) ?? first);
    if (next === null) return planned;
    planned.push(next);
  }
}
