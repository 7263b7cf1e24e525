import { randomUUID } from 'node:crypto';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { historyKeyFrom } from '../../activities/ticket/history-hash.ts';
import { type Activities, createActivities } from '../../activities/index.ts';
import { standardCommentsPerTicket } from '../../src/domain/write-limits.ts';
import { createTransport } from '../../src/outbox/transport.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change, Command, CreateCommand } from '../../src/domain/command.ts';
import { type Flag, flags } from '../../src/domain/licence.ts';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { accountKeyFrom } from '../../src/host/identity/account-token.ts';
import { createUser } from '../../src/host/identity/create-user.ts';
import { activateLicence } from '../../src/host/licence/change-licence.ts';
import { makeAgent } from '../../src/host/permissions/groups.ts';
import { createTenant } from '../../src/host/tenants/create-tenant.ts';
import { answerKeyFrom } from '../../src/mail/answer-token.ts';
import { createMailRenderer } from '../../src/mail/render.ts';
import { outboxes, outboxWorkflowId } from '../../src/temporal/names.ts';
import { createOperations, type Operations } from '../../src/temporal/operations.ts';
import { createTicketGateway } from '../../src/temporal/gateway.ts';
import type { TicketGateway } from '../../src/temporal/ticket-gateway.ts';
import { clonedDatabase } from './databases.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { temporalForTests } from './temporal.ts';
import { randomDigits } from './random-digits.ts';

export const testSecret = 'a secret of the tests, longer than thirty-two characters';

/** A tenant of the tests: two agents and a reporter, and the actors that they are. */
export type TestTenant = Readonly<{
  id: string;
  agent: Extract<Actor, { kind: 'user' }>;
  otherAgent: Extract<Actor, { kind: 'user' }>;
  reporter: Extract<Actor, { kind: 'user' }>;
  addresses: Readonly<{ agent: string; otherAgent: string; reporter: string; queue: string | null }>;
}>;

/** What a tenant has that is not as usual. */
type TenantOptions = Readonly<{ flags?: readonly Flag[]; queueAddress?: string; maxEmailsMonth?: number }>;

/** A tenant to whom everything but mail is sold: for a test that writes a lot and is about something else. */
export const withoutMail: TenantOptions = { flags: flags.filter((flag) => flag !== 'email_notifications') };

/** The product with a worker in this process, on the run's real servers and a database and task queue of its own. */
export type Product = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  gateway: TicketGateway;
  operations: Operations;
  /** The activities as they are, for a test that replaces one by more than itself. */
  activities: Activities;
  mailbox: Mailbox;
  databaseUrl: string;
  /** The owner's login, for making platform users. */
  ownerUrl: string;
  tenant(options?: TenantOptions): Promise<TestTenant>;
  /** A worker takes up the queue, with activities that a test may replace. One at a time. */
  work(replace?: Partial<Activities>): Promise<void>;
  /** Ends the worker in good order. */
  endWorkers(): Promise<void>;
  stop(): Promise<void>;
}>;

/** Starts the product for a test file. `working: false` leaves the worker to the test; `now` is the activities' clock. */
export async function startProduct(
  options: { working?: boolean; deadlineMs?: number; now?: () => Date } = {},
): Promise<Product> {
  const temporal = temporalForTests();
  const database = await clonedDatabase();
  const orm = await openOrm(database.appUrl);
  const client = await temporal.client();
  const connection = await temporal.nativeConnection();
  const mailbox = await startMailbox();
  const transport = createTransport({ smtpUrl: mailbox.url, from: 'ITSM <itsm@uslimato.test>', timeoutMs: 1000 });
  const { taskQueue } = temporal;
  const deadlineMs = options.deadlineMs ?? 10_000;
  const operations = createOperations({ client, orm, taskQueue, deadlineMs });
  const renderer = createMailRenderer();
  const activities = createActivities({
    orm,
    client,
    taskQueue,
    transport,
    renderer,
    addresses: { publicUrl: 'http://itsm.test', messageIdDomain: 'itsm.test' },
    historyKey: historyKeyFrom(testSecret),
    accountKey: accountKeyFrom(testSecret),
    answerKey: answerKeyFrom(testSecret),
    commentsPerTicket: standardCommentsPerTicket,
    operations,
    now: options.now ?? (() => new Date()),
    graceSeconds: 0,
    build: 'test',
  });
  const gateway = createTicketGateway({ client, orm, taskQueue, deadlineMs });
  let endWorkers = async (): Promise<void> => {};

  async function work(replace: Partial<Activities> = {}): Promise<void> {
    const worker = await Worker.create({
      connection,
      namespace: temporal.namespace,
      taskQueue,
      workflowBundle: temporal.workflowBundle,
      activities: { ...activities, ...replace },
    });
    const ended = worker.run();
    await operations.startOutbox();
    endWorkers = async () => {
      endWorkers = async () => {};
      worker.shutdown();
      await ended;
    };
  }

  if (options.working !== false) await work();
  return {
    orm,
    client,
    taskQueue,
    gateway,
    operations,
    activities,
    mailbox,
    databaseUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    tenant: (wanted) => testTenant(orm, wanted),
    work,
    endWorkers: () => endWorkers(),
    stop: async () => {
      await endWorkers();
      await gateway.close();
      await terminateOutboxes(client, taskQueue);
      transport.close();
      await renderer.close();
      await mailbox.stop();
      await client.connection.close();
      await connection.close();
      await orm.close();
      await database.drop();
    },
  };
}

/** They would go on for ever in the run's Temporal, looking for a worker of this test. */
async function terminateOutboxes(client: Client, taskQueue: string): Promise<void> {
  for (let number = 0; number < outboxes; number += 1) {
    const handle = client.workflow.getHandle(outboxWorkflowId(taskQueue, number));
    await handle.terminate('the test is over').catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  }
}

async function testTenant(orm: Orm, wanted: TenantOptions = {}): Promise<TestTenant> {
  const slug = `t-${randomDigits()}`;
  const id = randomUUID();
  return inTenant(orm, id, async (em) => {
    const queue = wanted.queueAddress === undefined ? {} : { queueAddress: wanted.queueAddress };
    await createTenant(em, { id, name: `Tenant ${slug}`, slug, ...queue });
    const { flags: sold, maxEmailsMonth } = wanted;
    await activateLicence(em, id, { ...(sold && { flags: sold }), ...(maxEmailsMonth && { maxEmailsMonth }) });
    const address = (who: string): string => `${who}@${slug}.test`;
    const make = (who: string, name: string): Promise<string> => createUser(em, id, { email: address(who), name });
    const agent = await make('agent', 'Ada Agent');
    const otherAgent = await make('other', 'Otto Other');
    const reporter = await make('reporter', 'Rita Reporter');
    await makeAgent(em, id, agent);
    await makeAgent(em, id, otherAgent);
    return {
      id,
      agent: { kind: 'user', id: agent, permissions: agentPermissions },
      otherAgent: { kind: 'user', id: otherAgent, permissions: agentPermissions },
      reporter: { kind: 'user', id: reporter, permissions: ['tickets:create'] },
      addresses: {
        agent: address('agent'),
        otherAgent: address('other'),
        reporter: address('reporter'),
        queue: wanted.queueAddress ?? null,
      },
    };
  });
}

/** A creation by the tenant's reporter, with a new id unless overridden. */
export function creationBy(tenant: TestTenant, overrides: Partial<CreateCommand> = {}): CreateCommand {
  const ticketId = overrides.ticketId ?? randomUUID();
  return {
    id: `create-${ticketId}`,
    fingerprint: 'creation',
    actor: tenant.reporter,
    tenantId: tenant.id,
    ticketId,
    type: 'incident',
    title: 'The printer is on fire',
    description: 'There is smoke on the second floor.',
    channel: 'desk',
    reporterId: tenant.reporter.id,
    ...overrides,
  };
}

/** A command with a new id. */
export function commandBy(actor: Actor, ...changes: Change[]): Command {
  return { id: randomUUID(), fingerprint: JSON.stringify(changes), actor, changes };
}
