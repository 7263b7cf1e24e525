import { join } from 'node:path';
import type { DevConfig, Environment } from '../config.ts';
import { expectDatabase, expectTemporal } from './connection-checks.ts';
import { keepRunning } from './keep-running.ts';
import type { Kept } from './keep-running.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { privateFolder } from './private-files.ts';
import { startPostgres } from './postgres.ts';
import { databaseFile, findTemporalBinary, startTemporalServer, temporalCacheDir } from './temporal-server.ts';
import type { SearchAttributeType } from './temporal-server.ts';

/** What web and worker stand on: this machine's own, or what the environment names. */
export interface Backends {
  database: { appUrl: string; ownerUrl: string };
  temporalAddress: string;
  temporalUiUrl: string | undefined;
  smtpUrl: string;
  mailUiUrl: string | undefined;
}

export interface BackendOptions {
  config: DevConfig;
  env: Environment;
  searchAttributes: Record<string, SearchAttributeType>;
  logDir: string;
  say: (line: string) => void;
  signal: AbortSignal;
  /** Takes over a part that runs, to stop it later; throws when that is already wanted. */
  keep: <Part extends Kept>(part: Part) => Part;
}

/**
 * Starts PostgreSQL, Temporal and the mail catcher, except those that the environment names, which are looked up.
 * @throws StartError
 */
export async function startBackends(options: BackendOptions): Promise<Backends> {
  const database = await databaseOf(options);
  const temporal = await temporalOf(options);
  const mail = await mailOf(options);
  return { database, ...temporal, ...mail };
}

async function databaseOf({ config, say, keep }: BackendOptions): Promise<Backends['database']> {
  if (config.database) {
    await expectDatabase(config.database.appUrl, 'DATABASE_URL');
    await expectDatabase(config.database.ownerUrl, 'DATABASE_OWNER_URL');
    say('PostgreSQL: using DATABASE_URL.');
    return config.database;
  }
  say('PostgreSQL: starting.');
  const dataDir = join(config.dataDir, 'postgres');
  const start = () => startPostgres({ dataDir, port: config.postgresPort, onProgress: say });
  const { first } = keep(await keepRunning('PostgreSQL', start, say));
  say(`PostgreSQL: runs on port ${config.postgresPort}.`);
  return first;
}

async function temporalOf({ config, env, searchAttributes, logDir, say, signal, keep }: BackendOptions) {
  if (config.temporalAddress !== undefined) {
    await expectTemporal(config.temporalAddress, config.temporalNamespace);
    say(`Temporal: using ${config.temporalAddress}.`);
    return { temporalAddress: config.temporalAddress, temporalUiUrl: config.temporalUiUrl };
  }
  const binary = await findTemporalBinary({ cacheDir: temporalCacheDir(env), env, onProgress: say, signal });
  say('Temporal: starting.');
  const dataDir = join(config.dataDir, 'temporal');
  privateFolder(dataDir);
  const start = () =>
    startTemporalServer({
      binary,
      port: config.temporalPort,
      uiPort: config.temporalUiPort,
      dbFile: databaseFile(dataDir),
      searchAttributes,
      logFile: join(logDir, 'temporal.log'),
    });
  const { first } = keep(await keepRunning('Temporal', start, say));
  say(`Temporal: runs on port ${config.temporalPort}.`);
  return { temporalAddress: first.address, temporalUiUrl: first.uiUrl };
}

async function mailOf({ config, say, keep }: BackendOptions) {
  if (config.smtpUrl !== undefined) {
    say('Mail: using SMTP_URL.');
    return { smtpUrl: config.smtpUrl, mailUiUrl: config.mailUiUrl };
  }
  say('Mail catcher: starting.');
  const { smtpPort, mailUiPort: uiPort } = config;
  const dataDir = join(config.dataDir, 'mail');
  privateFolder(dataDir);
  const start = () => startMailCatcher({ smtpPort, uiPort, dataDir });
  const { first } = keep(await keepRunning('mail catcher', start, say));
  say(`Mail catcher: takes mail on port ${smtpPort}.`);
  return { smtpUrl: first.smtpUrl, mailUiUrl: first.uiUrl };
}
