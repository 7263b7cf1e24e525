import pg from 'pg';
import { inTenant } from '../src/db/in-tenant.ts';
import { apiScopes } from '../src/domain/api-scopes.ts';
import { createApiKey } from '../src/host/api-keys/create-api-key.ts';
import { actsOf } from './acts.ts';
import { expectStatus, headersOf } from './browser.ts';
import type { Floor } from './floor/start.ts';
import type { Round, Side } from './measure.ts';
import type { BenchPeople } from './people.ts';
import { judge, type Row } from './rows.ts';
import type { Setting } from './setting.ts';
import type { Results } from './trials.ts';

/** What is read: a page of the agents or a call of the API, and what lies under it. */
type Reading = Readonly<{ name: string; path: string; headers: Readonly<Record<string, string>>; floor: Side }>;

/** Reads that are measured, each with its floor ready, and of how many statements that is. `close` ends what the floors hold. */
export type Readings = Readonly<{ all: readonly Reading[]; statements: readonly Row[]; close(): Promise<void> }>;

/** Records what each page asks PostgreSQL. The statements are the tenant's own; the API is called by an agent's key. */
export async function prepareReadings(setting: Setting, floor: Floor, people: BenchPeople): Promise<Readings> {
  const { tenantId, agents } = people;
  const acts = actsOf(setting, people);
  const number = await acts.create(0);
  await acts.reply(0, number);
  await acts.note(1, number);
  const page = headersOf(agents[0].cookie);
  const wish = { name: 'Bench', scopes: apiScopes, for: { userId: agents[0].id }, expiresAt: null, by: null };
  const { key } = await inTenant(setting.orm, tenantId, (em) => createApiKey(em, tenantId, wish));
  const api = { authorization: `Bearer ${key}` };
  const statements: Row[] = [];
  const recorded = async (name: string, path: string, headers: Reading['headers']): Promise<Reading> => {
    const file = name.replaceAll(/\W+/g, '-');
    const value = await floor.record(file, path, headers);
    statements.push(judge({ name, clients: 1, metric: 'statements', value, unit: 'statements' }));
    return { name, path, headers, floor: { work: () => floor.statements(file), core: floor.core } };
  };
  const plain = plainTransactions(setting, tenantId, number);
  return {
    all: [
      await recorded('queue page', '/tickets?view=all', page),
      await recorded('ticket page', `/tickets/${number}`, page),
      await recorded('API: list of 25', '/public/v1/tickets?limit=25', api),
      { name: 'API: GET one', path: `/public/v1/tickets/${number}`, headers: api, floor: plain.side },
    ],
    statements,
    close: plain.close,
  };
}

/** Each page next to its floor. */
export async function measureReadings(
  setting: Setting,
  { all }: Readings,
  results: Results,
  round: Round,
): Promise<void> {
  for (const { name, path, headers, floor } of all) {
    const work = async (): Promise<void> => void expectStatus(200, await setting.browser.send('GET', path, headers));
    await results.run({ name, round, product: { work, core: setting.core }, floor });
  }
}

/** The least that reading one ticket of one tenant can be: one row in one transaction, without HTTP. */
function plainTransactions(
  { product, core }: Setting,
  tenantId: string,
  number: string,
): { side: Side; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: product.databaseUrl, max: 20, idleTimeoutMillis: 0 });
  const work = async (): Promise<void> => {
    const connection = await pool.connect();
    await connection.query('begin');
    await connection.query({ name: 'tenant', text: "select set_config('app.tenant', $1, true)", values: [tenantId] });
    await connection.query({ name: 'one', text: 'select * from ticket where number = $1', values: [number] });
    await connection.query('commit');
    connection.release();
  };
  return { side: { work, core }, close: () => pool.end() };
}
