import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { historyKeyFrom } from '../../activities/ticket/history-hash.ts';
import { createActivities } from '../../activities/index.ts';
import { createTransport } from '../../src/outbox/transport.ts';
import { readServiceConfig } from '../../src/config.ts';
import { openOrm } from '../../src/db/orm.ts';
import { accountKeyFrom } from '../../src/host/identity/account-token.ts';
import { exitWithParent } from '../../src/local/exit-with-parent.ts';
import { answerKeyFrom } from '../../src/mail/answer-token.ts';
import { createMailRenderer } from '../../src/mail/render.ts';
import { createOperations } from '../../src/temporal/operations.ts';
import { productTaskQueue as taskQueue } from '../../src/temporal/names.ts';
import { testServers } from '../support/servers.ts';

/**
 * A worker like src/main/worker.ts, with two differences: the refresh reminds of a ticket at once and not after a minute,
 * and no schedule runs it; and with STOP_AFTER_COMMIT, `saveCommands` never comes back from its commit, as if this process
 * had died in that instant. CACHED_WORKFLOWS says how many workflows it keeps in memory.
 */
const config = readServiceConfig(process.env);
const orm = await openOrm(config.databaseUrl);
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const client = new Client({ connection: await Connection.connect({ address: config.temporalAddress }) });
const operations = createOperations({ client, orm, taskQueue, deadlineMs: 10_000 });
const activities = createActivities({
  orm,
  client,
  taskQueue,
  transport: createTransport({ smtpUrl: config.smtpUrl, from: config.mailFrom, timeoutMs: 5000 }),
  renderer: createMailRenderer(),
  addresses: { publicUrl: config.publicUrl, messageIdDomain: new URL(config.publicUrl).hostname },
  historyKey: historyKeyFrom(config.appSecret),
  accountKey: accountKeyFrom(config.appSecret),
  answerKey: answerKeyFrom(config.appSecret),
  commentsPerTicket: config.commentsPerTicket,
  operations,
  now: () => new Date(),
  graceSeconds: 0,
  build: 'test',
});
const saveCommands: typeof activities.saveCommands = async (request) => {
  await activities.saveCommands(request);
  return new Promise(() => {});
};
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowBundle: { codePath: testServers().bundlePath },
  ...(process.env.CACHED_WORKFLOWS === undefined ? {} : { maxCachedWorkflows: Number(process.env.CACHED_WORKFLOWS) }),
  activities: process.env.STOP_AFTER_COMMIT === undefined ? activities : { ...activities, saveCommands },
});
await operations.startOutbox();
exitWithParent(async () => worker.shutdown());
await worker.run();
process.exit(0);
