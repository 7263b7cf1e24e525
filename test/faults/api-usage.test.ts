import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { countCall, type RouteClass } from '../../src/host/api-keys/count-call.ts';
import { type ApiCaller, findApiKey } from '../../src/host/api-keys/find-api-key.ts';
import { type PostgresServer, startPostgres } from '../../src/local/postgres.ts';
import { createKeyFor } from '../support/api-keys.ts';
import { eventually } from '../support/eventually.ts';
import { createTenant } from '../support/people.ts';

let folder: string;
let server: PostgresServer;
let orm: Orm;

const start = () => startPostgres({ dataDir: join(folder, 'postgres'), port: 0, durable: true, onProgress: () => {} });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uslimato-usage-'));
  await chmod(folder, 0o755);
  server = await start();
  await migrate(server.ownerUrl);
  orm = await openOrm(server.appUrl);
}, 120_000);

afterAll(async () => {
  await orm?.close(true);
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function calls(n: number, caller: ApiCaller, routeClass: RouteClass): Promise<void> {
  await Promise.all(Array.from({ length: n }, () => countCall(orm, caller, routeClass)));
}

/** How many bytes of the write-ahead log are on the disk past that place; below 0: it is not there yet. */
async function flushedPast(place: string): Promise<number> {
  const sql = 'select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), ?::pg_lsn)::bigint as bytes';
  const [row] = await orm.em.fork().execute<{ bytes: string }[]>(sql, [place]);
  return Number(row?.bytes);
}

it('PostgreSQL killed: no write is uncounted, and of the reads at most those of the last second (R32)', async () => {
  const tenant = await createTenant(orm, { people: { agnes: { agent: true } } });
  const { key } = await createKeyFor(orm, tenant.people.agnes);
  const caller = await findApiKey(orm, key);
  if (caller === null) throw new Error('The key of this test is none');
  await calls(40, caller, 'read');
  // Nobody waits for the disk, and yet all of it is there within a second.
  const [log] = await orm.em.fork().execute<{ end: string }[]>('select pg_current_wal_insert_lsn() as end');
  await eventually(async () => (await flushedPast(log?.end ?? '')) >= 0, { timeoutMs: 1000 });
  await calls(15, caller, 'write');
  await calls(30, caller, 'read');
  server.kill();
  await server.exited;
  await orm.close(true);
  server = await eventually(start, { timeoutMs: 60_000, message: 'PostgreSQL starts again' });
  orm = await openOrm(server.appUrl);
  const kept = await inTenant(orm, tenant.id, (em) =>
    em.execute<{ route_class: RouteClass; calls: number }[]>('select route_class, calls from api_usage'),
  );
  const count = (routeClass: RouteClass) => kept.find((row) => row.route_class === routeClass)?.calls ?? 0;
  expect(count('write')).toBe(15);
  expect(count('read')).toBeGreaterThanOrEqual(40);
  expect(count('read')).toBeLessThanOrEqual(70);
  // The minute that was running is forgotten with the server: its limits begin anew, and hold.
  expect(await countCall(orm, caller, 'read')).toMatchObject({ exceeded: null, perKey: { left: 1199 } });
}, 120_000);
