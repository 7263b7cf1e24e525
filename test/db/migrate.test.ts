import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate, withMigrator } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/index.ts';
import { freshDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.drop();
});

const applied = async (): Promise<string[]> =>
  (await owner.query('select name from schema_migration order by id')).rows.map((row: { name: string }) => row.name);

const schema = async (): Promise<unknown[]> =>
  (
    await owner.query(`select table_name, column_name, data_type, is_nullable from information_schema.columns
      where table_schema = 'public' and table_name <> 'schema_migration' order by 1, 2`)
  ).rows;

const functions = async (): Promise<unknown[]> =>
  (
    await owner.query(`select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public'`)
  ).rows;

describe('migrating', () => {
  it('three processes at once runs each migration once', async () => {
    await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl), migrate(database.ownerUrl)]);
    expect(await applied()).toEqual(migrations.map((migration) => migration.name));
  });

  it('down and up again gives the same schema, and nothing is left in between', async () => {
    const before = await schema();
    await withMigrator(database.ownerUrl, (migrator) => migrator.down({ to: 0 }));
    expect(await schema()).toEqual([]);
    expect(await functions()).toEqual([]);
    await migrate(database.ownerUrl);
    expect(await schema()).toEqual(before);
  });
});
