import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DevConfig } from '../config.ts';
import { endLeftover } from './postgres-cluster.ts';
import { homeOutside } from './postgres-place.ts';
import { endLeftoverService } from './service-process.ts';
import { StartError } from './start-error.ts';
import { databaseFile, endLeftoverTemporal } from './temporal-server.ts';

/**
 * What `npm start` keeps in its data folder, with a description of each. Temporal's data go first: if that is all that was
 * deleted, tickets get new workflows from their rows.
 */
const kept: Readonly<Record<string, string>> = {
  temporal: "Temporal's data",
  postgres: "PostgreSQL's data",
  mail: 'the mails that were caught',
  logs: 'logs',
  'demo.json': "the demo's sign-ins and API keys",
  'app-secret': "the product's secret",
};

/** Files that may be there too: the sign that the folder is in use, and what a desktop leaves behind. */
const ignored = ['npm-start.json', '.DS_Store'];

export type ResetTools = Readonly<{
  say: (line: string) => void;
  /** Asks whoever is at the terminal; null when nobody can be asked. */
  confirm: ((question: string) => Promise<boolean>) | null;
}>;

/**
 * Deletes what `npm start` keeps in its data folder, and nothing else, after saying so and asking. The caller has claimed
 * the folder.
 * @throws StartError when the data are elsewhere, when the folder holds other files too, or without consent
 */
export async function resetData(config: DevConfig, yes: boolean, { say, confirm }: ResetTools): Promise<void> {
  const { dataDir } = config;
  const elsewhere = config.database !== undefined ? 'DATABASE_URL' : 'TEMPORAL_ADDRESS';
  if (config.database !== undefined || config.temporalAddress !== undefined) {
    throw new StartError(
      `--reset deletes only what npm start itself keeps, and ${elsewhere} leads to data elsewhere: unset it, or empty that server yourself.`,
    );
  }
  const entries = readdirSync(dataDir).filter((name) => !ignored.includes(name));
  const strange = entries.filter((name) => kept[name] === undefined);
  if (strange.length > 0) {
    throw new StartError(
      `${dataDir} also holds ${strange.slice(0, 3).join(', ')}, which npm start does not know: move that away, or set DATA_DIR to a folder of its own.`,
    );
  }
  const outside = join(homeOutside(join(dataDir, 'postgres')), 'cluster');
  const doomed = Object.entries(kept).flatMap(([name, words]) =>
    entries.includes(name) ? [{ path: join(dataDir, name), words }] : [],
  );
  if (existsSync(outside)) doomed.push({ path: outside, words: "PostgreSQL's data" });
  if (doomed.length === 0) return say(`There is nothing to delete in ${dataDir}.`);

  say(
    ['This will be deleted, for a fresh demo:', ...doomed.map(({ path, words }) => `  ${path}: ${words}`)].join('\n'),
  );
  if (!yes) await consent(confirm);
  for (const name of ['web', 'worker']) await endLeftoverService(name, join(dataDir, 'logs'));
  await endLeftoverTemporal(databaseFile(join(dataDir, 'temporal')));
  for (const cluster of [join(dataDir, 'postgres', 'cluster'), outside]) await endLeftover(cluster);
  for (const { path } of doomed) rmSync(path, { recursive: true, force: true });
  say('Deleted.');
}

async function consent(confirm: ResetTools['confirm']): Promise<void> {
  if (confirm === null) throw new StartError('Nobody can be asked here: add --yes. Nothing was deleted.');
  if (!(await confirm('Delete it? (y/N) '))) throw new StartError('Nothing was deleted, and nothing is started.');
}
