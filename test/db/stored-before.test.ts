import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate, withMigrator } from '../../src/db/migrate.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { signInLookup } from '../../src/host/identity/sign-in.ts';
import { freshDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: pg.Client;
let orm: Orm;

beforeAll(async () => {
  database = await freshDatabase();
  await withMigrator(database.ownerUrl, (migrator) => migrator.up({ to: '021-count-api-calls' }));
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  orm = await openOrm(database.appUrl);
});

afterAll(async () => {
  await orm.close();
  await owner.end();
  await database.drop();
});

/** An active person with that address, exactly as an older version stored it. */
async function stored(email: string): Promise<string> {
  const id = randomUUID();
  await owner.query("select set_config('app.tenant', $1, false)", [id]);
  await owner.query('insert into tenant (id, name, slug) values ($1, $2, $3)', [id, 'T', `t-${id}`.slice(0, 40)]);
  await owner.query(
    "insert into app_user (tenant_id, id, email, name, password_hash, active) values ($1, $1, $2, 'Somebody', 'x', true)",
    [id, email],
  );
  return id;
}

/** Of the person, who is deactivated; `digest` stands for the key's text. */
async function storedKey(userId: string, digest: string): Promise<void> {
  await owner.query("select set_config('app.tenant', $1, false)", [userId]);
  await owner.query('update app_user set active = false, deactivated_at = now() where id = $1', [userId]);
  await owner.query(
    `insert into api_key (tenant_id, id, name, environment, secret_hash, scopes, user_id, created_at)
     values ($1, $1, 'Key', 'live', sha256($2::bytea), '{tickets:read}', $1, now())`,
    [userId, digest],
  );
}

it('what older versions stored is brought up: people sign in as before, and keys of the deactivated have ended', async () => {
  const plain = await stored('rita@nordwind.test');
  const dotted = await stored('i\u0307nes@nordwi\u0307nd.test');
  const decomposed = await stored('ju\u0308rgen@nordwind.test');
  const quoted = await stored("o'neill.u\u0308@nordwind.test");
  const composed = await stored('renée@nordwind.test');
  const twin = await stored('rene\u0301e@nordwind.test');
  const gone = await stored('gone@nordwind.test');
  await storedKey(gone, 'key');
  expect((await migrate(database.ownerUrl)).length).toBeGreaterThan(0);

  const found = async (email: string) => (await signInLookup(orm, email))?.userId;
  expect(await found('Rita@Nordwind.TEST')).toBe(plain);
  for (const spelt of ['İnes@nordwİnd.test', 'ines@nordwind.test', 'i\u0307nes@nordwi\u0307nd.test']) {
    expect(await found(spelt)).toBe(dotted);
  }
  expect(await found('JÜRGEN@nordwind.test')).toBe(decomposed);
  expect(await found("O'Neill.Ü@nordwind.test")).toBe(quoted);
  expect(await found('rene\u0301e@nordwind.test')).toBe(composed);
  expect(twin).not.toBe(composed);

  await owner.query("select set_config('app.tenant', $1, false)", [gone]);
  const keys = await owner.query(
    'select k.revoked_at = u.deactivated_at as ended from api_key k join app_user u on u.id = k.user_id',
  );
  expect(keys.rows).toEqual([{ ended: true }]);
});
