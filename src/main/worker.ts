import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { historyKeyFrom } from '../../activities/ticket/history-hash.ts';
import { createActivities } from '../../activities/index.ts';
import { createTransport } from '../outbox/transport.ts';
import { readServiceConfig } from '../config.ts';
import { openOrm } from '../db/orm.ts';
import { accountKeyFrom } from '../host/identity/account-token.ts';
import { exitWithParent } from '../local/exit-with-parent.ts';
import { createLogger, surviveLostOutput } from '../log.ts';
import { startWatchdog } from '../threads/watchdog.ts';
import { answerKeyFrom } from '../mail/answer-token.ts';
import { createMailRenderer } from '../mail/render.ts';
import { createOperations } from '../temporal/operations.ts';
import { ensureSchedules } from '../temporal/schedules.ts';
import { productTaskQueue as taskQueue } from '../temporal/names.ts';
import { workflowBundle } from './workflow-bundle.ts';

const refreshEverySeconds = 60;

/** How long an activity waits for Temporal to start other work, in ms. */
const operationDeadline = 10_000;

/**
 * So many tickets stay in memory, some 0.35 MB each (`npm run bench -- --growth`); the others are read from their history
 * again when something is to be done with them. By default it would depend on the machine's memory.
 */
const maxCachedWorkflows = 600;

const logLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

surviveLostOutput();
const config = readServiceConfig(process.env);
const log = createLogger({ level: config.logLevel, name: 'worker' });
Runtime.install({
  // Output of the native part goes the same way: it would bypass our log, and fail where it cannot be written.
  telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[logLevels[level]](meta ?? {}, message)),
});
const orm = await openOrm(config.databaseUrl);
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const client = new Client({
  connection: await Connection.connect({ address: config.temporalAddress }),
  namespace: config.temporalNamespace,
});
const transport = createTransport({ smtpUrl: config.smtpUrl, from: config.mailFrom, timeoutMs: 5000 });
const { codePath, build } = await workflowBundle();
const operations = createOperations({ client, orm, taskQueue, deadlineMs: operationDeadline });
const renderer = createMailRenderer();
const activities = createActivities({
  orm,
  client,
  taskQueue,
  transport,
  renderer,
  addresses: { publicUrl: config.publicUrl, messageIdDomain: new URL(config.publicUrl).hostname },
  historyKey: historyKeyFrom(config.appSecret),
  accountKey: accountKeyFrom(config.appSecret),
  answerKey: answerKeyFrom(config.appSecret),
  commentsPerTicket: config.commentsPerTicket,
  operations,
  now: () => new Date(),
  graceSeconds: refreshEverySeconds,
  build,
});
const worker = await Worker.create({
  connection,
  namespace: config.temporalNamespace,
  taskQueue,
  workflowBundle: { codePath },
  maxCachedWorkflows,
  activities,
});
await ensureSchedules({ client, taskQueue }, { refreshEverySeconds });
await operations.startOutbox();

exitWithParent(async () => worker.shutdown());
startWatchdog({ name: 'worker' });
log.info({ build }, 'The worker takes up its work');
await worker.run();
transport.close();
await renderer.close();
await client.connection.close();
await connection.close();
await orm.close();
log.info('The worker has ended');
