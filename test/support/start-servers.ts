import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { migrate } from '../../src/db/migrate.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { findTemporalBinary, startTemporalServer, temporalCacheDir } from '../../src/local/temporal-server.ts';
import { workflowBundle } from '../../src/main/workflow-bundle.ts';
import { searchAttributeTypes } from '../../src/temporal/search-attributes.ts';
import { endWithTheRun, endServers } from './running-servers.ts';
import { publishServers, templateDatabase } from './servers.ts';

/**
 * Jest's globalSetup of the `system` project: one PostgreSQL with a migrated template, one Temporal dev server and one
 * workflow bundle for the whole run, side by side. `stop-servers.ts` ends them.
 */
export default async function startServers(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'uslimato-test-'));
  // PostgreSQL runs as another user when Jest runs as root, and must be able to enter.
  await chmod(folder, 0o755);
  endWithTheRun({ kill: () => rmSync(folder, { recursive: true, force: true }) });

  const starting = [startDatabases(folder), startTemporal(folder), workflowBundle()] as const;
  // All have come to an end, well or not, before one failure ends the run: else a server would start after the clean-up.
  await Promise.allSettled(starting);
  try {
    const [databases, temporalAddress, { codePath: bundlePath }] = await Promise.all(starting);
    publishServers({ ...databases, temporalAddress, bundlePath });
  } catch (error) {
    await endServers();
    throw error;
  }
}

async function startDatabases(folder: string) {
  const dataDir = join(folder, 'postgres');
  await mkdir(dataDir, { mode: 0o755 });
  const server = await startPostgres({ dataDir, port: 0, durable: false, onProgress });
  endWithTheRun(server);
  const { adminUrl } = server;
  const ownerPassword = passwordIn(server.ownerUrl);
  const appPassword = passwordIn(server.appUrl);
  const template = await prepareDatabase(adminUrl, { database: templateDatabase, ownerPassword, appPassword });
  await migrate(template.ownerUrl);
  return { adminUrl, ownerPassword, appPassword };
}

async function startTemporal(folder: string): Promise<string> {
  const binary = await findTemporalBinary({ cacheDir: temporalCacheDir(env), env, onProgress });
  const server = await startTemporalServer({
    binary,
    port: 0,
    uiPort: 0,
    headless: true,
    // As any server has it: what holds with this holds everywhere.
    updatesInFlight: 10,
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    searchAttributes: searchAttributeTypes,
  });
  endWithTheRun(server);
  return server.address;
}

function onProgress(line: string): void {
  console.log(line);
}

function passwordIn(url: string): string {
  return decodeURIComponent(new URL(url).password);
}
