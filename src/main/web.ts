import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { createApp } from '../../web/app.ts';
import { createReadiness } from '../../web/health/readiness.ts';
import { createWebServer } from '../../web/http/web-server.ts';
import { createTicketGateway } from '../temporal/gateway.ts';
import { ConfigError, readServiceConfig } from '../config.ts';
import { openOrm } from '../db/orm.ts';
import { unsafeRole } from '../db/state.ts';
import { accountKeyFrom } from '../host/identity/account-token.ts';
import { createPasswordJudge } from '../host/identity/password-strength.ts';
import { factorKeyFrom } from '../host/identity/second-step/factor-key.ts';
import { createSignInThrottle } from '../host/identity/sign-in-throttle.ts';
import { exitWithParent } from '../local/exit-with-parent.ts';
import { StartError } from '../local/start-error.ts';
import { createOperations } from '../temporal/operations.ts';
import { createLogger, surviveLostOutput } from '../log.ts';
import { startWatchdog } from '../threads/watchdog.ts';
import { answerKeyFrom } from '../mail/answer-token.ts';
import { createMailRenderer } from '../mail/render.ts';
import { productTaskQueue as taskQueue } from '../temporal/names.ts';

/** How long a command may wait for its workflow before the answer is 503, in ms. */
const commandDeadline = 10_000;

/** How long requests may go on after the stop signal, in ms. */
const grace = 10_000;

surviveLostOutput();
try {
  await serve();
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof StartError ? error.message : error);
  process.exit(1);
}

async function serve(): Promise<void> {
  const config = readServiceConfig(process.env);
  const log = createLogger({ level: config.logLevel, name: 'web' });
  const orm = await openOrm(config.databaseUrl);
  const wrong = await unsafeRole(orm).catch((error: Error) => {
    throw new StartError(`DATABASE_URL does not lead to a PostgreSQL that answers (${error.message.split('\n')[0]}).`);
  });
  if (wrong !== null) throw new StartError(wrong);

  const throttle = createSignInThrottle(config.databaseUrl);
  // Lazy: without Temporal the pages can still be read, and /readyz says what is missing.
  const connection = Connection.lazy({ address: config.temporalAddress });
  const { temporalNamespace: namespace, publicUrl, temporalUiUrl } = config;
  const client = new Client({ connection, namespace });
  const tickets = createTicketGateway({ client, orm, taskQueue, deadlineMs: commandDeadline });
  const renderer = createMailRenderer();
  const app = createApp({
    orm,
    throttle,
    writeLimits: config.writeLimits,
    log,
    tickets,
    operations: createOperations({ client, orm, taskQueue, deadlineMs: commandDeadline }),
    accountKey: accountKeyFrom(config.appSecret),
    answerKey: answerKeyFrom(config.appSecret),
    factorKey: factorKeyFrom(config.appSecret),
    judgePassword: createPasswordJudge(),
    renderer,
    readiness: createReadiness({ orm, connection, namespace, taskQueue }),
    config: { publicUrl, temporalUiUrl, temporalNamespace: namespace, trustedProxies: config.trustedProxies },
    now: () => new Date(),
  });

  const answer = app.callback();
  const server = createWebServer((request, response) => void answer(request, response));
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new StartError(whyNotListening(error, config.host, config.port));
  });
  startWatchdog({ name: 'web' });
  log.info({ publicUrl }, `Listening on ${config.host}:${config.port}`);

  const stop = stopOnce(async () => {
    log.info('Stopping');
    const closed = new Promise((resolve) => server.close(resolve));
    setTimeout(() => server.closeAllConnections(), grace).unref();
    await closed;
    await tickets.close();
    await Promise.all([throttle.close(), connection.close(), renderer.close()]);
    await orm.close();
    log.info('Stopped');
  });
  exitWithParent(stop);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
}

function stopOnce(stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stop());
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `PORT ${port} on ${host} is in use: end the program that listens there, or set PORT.`;
  return `The web server cannot listen on ${host}:${port} (${error.message}): set HOST and PORT.`;
}
