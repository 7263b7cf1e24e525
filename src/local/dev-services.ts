import { join } from 'node:path';
import type { DevConfig, Environment } from '../config.ts';
import { keptSecret } from '../kept-secret.ts';
import type { Backends } from './dev-backends.ts';
import { keepRunning } from './keep-running.ts';
import type { Kept } from './keep-running.ts';
import { withProgress } from './progress.ts';
import { untilReady } from './readiness.ts';
import { runToEnd, startService } from './service-process.ts';

/** The product's own programs. */
export type ServiceScripts = Record<'migrate' | 'bundle' | 'worker' | 'web' | 'seed' | 'search-index', URL>;

/** What runs until it is stopped, and what makes the workflows' bundle for a worker to come. */
export interface Services {
  web: Kept;
  worker: Kept;
  bundle: () => Promise<void>;
}

export interface ServiceOptions {
  config: DevConfig;
  env: Environment;
  scripts: ServiceScripts;
  backends: Backends;
  logDir: string;
  say: (line: string) => void;
  signal: AbortSignal;
  /** Takes over a part that runs, to stop it later; throws when that is already wanted. */
  keep: <Part extends Kept>(part: Part) => Part;
}

/**
 * Migrates the database, starts worker and web, waits until they are ready, seeds the demo, and fills the
 * index of search where texts from before it are missing.
 * @throws StartError
 */
export async function startServices({
  config,
  env,
  scripts,
  backends,
  logDir,
  say,
  signal,
  keep,
}: ServiceOptions): Promise<Services> {
  const services = serviceEnvironment(config, env, backends);
  const process = (name: keyof ServiceScripts) => ({ name, script: scripts[name], env: services, logDir });

  const owner = { ...services, DATABASE_OWNER_URL: backends.database.ownerUrl };
  const migrating = runToEnd({ ...process('migrate'), env: owner }, 'Migrating the database', signal);
  say('Database: migrating.');
  await withProgress(say, (seconds) => `Database: migrating, ${seconds} s so far.`, migrating);

  say('Web and worker: starting.');
  const worker = keep(await keepRunning('worker', () => startService(process('worker')), say));
  const web = keep(await keepRunning('web', () => startService(process('web')), say));
  await untilReady(`http://${reachable(config.host)}:${config.port}/readyz`, logDir, say, signal);

  say('Demo: seeding, unless it is there already.');
  const seeding = runToEnd({ ...process('seed'), env: owner }, 'Seeding the demo', signal);
  await withProgress(say, (seconds) => `Demo: seeding, ${seconds} s so far.`, seeding);

  const filling = runToEnd({ ...process('search-index'), args: ['--missing'] }, 'Filling the search index', signal);
  await withProgress(say, (seconds) => `Search: filling the index with older texts, ${seconds} s so far.`, filling);
  return { web, worker, bundle: () => runToEnd(process('bundle'), 'Bundling the workflows', signal) };
}

/** The environment of web and worker; the owner's login is not in it, but for migrating and seeding it is added. */
function serviceEnvironment(config: DevConfig, env: Environment, backends: Backends): Environment {
  return {
    ...env,
    DATA_DIR: config.dataDir,
    DATABASE_URL: backends.database.appUrl,
    DATABASE_OWNER_URL: undefined,
    TEMPORAL_ADDRESS: backends.temporalAddress,
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    TEMPORAL_UI_URL: backends.temporalUiUrl,
    SMTP_URL: backends.smtpUrl,
    MAIL_UI_URL: backends.mailUiUrl,
    HOST: config.host,
    PORT: `${config.port}`,
    PUBLIC_URL: config.publicUrl,
    APP_SECRET: config.appSecret ?? keptSecret(join(config.dataDir, 'app-secret')),
    LOG_LEVEL: config.logLevel,
  };
}

/** An address that listens on everything is asked on the loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
