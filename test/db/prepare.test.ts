import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([owner.connect(), app.connect()]);
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

describe('a prepared database', () => {
  it('gives no role power over the server or past row-level security', async () => {
    const powers = 'rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls';
    const { rows } = await owner.query(
      `SELECT rolname, rolcanlogin, ${powers} AS powerful FROM pg_roles WHERE rolname LIKE 'uslimato%' ORDER BY rolname`,
    );
    expect(rows).toEqual([
      { rolname: 'uslimato_app', rolcanlogin: true, powerful: false },
      { rolname: 'uslimato_lookup', rolcanlogin: false, powerful: false },
      { rolname: 'uslimato_owner', rolcanlogin: true, powerful: false },
    ]);
  });

  it.each([
    'CREATE TABLE mine (a int)',
    'CREATE TEMP TABLE mine (a int)',
    'SET ROLE uslimato_owner',
    'SET ROLE uslimato_lookup',
  ])('refuses the app: %s', async (sql) => {
    // 42501: insufficient_privilege.
    await expect(app.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets the owner make functions that see every row, without seeing them itself', async () => {
    await owner.query('CREATE TABLE row_of_a_tenant (a int)');
    await owner.query('INSERT INTO row_of_a_tenant VALUES (1)');
    await owner.query('ALTER TABLE row_of_a_tenant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY');
    await owner.query('CREATE POLICY lookup ON row_of_a_tenant TO uslimato_lookup USING (true)');
    await owner.query('GRANT SELECT ON row_of_a_tenant TO uslimato_lookup');
    const counting = 'LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*)::int FROM public.row_of_a_tenant $$';
    await owner.query(`CREATE FUNCTION all_rows() RETURNS int ${counting}`);
    // As the migrations do: the right to create is lent for as long as a function is handed over.
    await owner.query('GRANT CREATE ON SCHEMA public TO uslimato_lookup');
    await owner.query('ALTER FUNCTION all_rows() OWNER TO uslimato_lookup');
    await owner.query('REVOKE CREATE ON SCHEMA public FROM uslimato_lookup');

    const seen = await owner.query(
      'SELECT all_rows() AS by_function, (SELECT count(*)::int FROM row_of_a_tenant) AS by_owner',
    );
    expect(seen.rows).toEqual([{ by_function: 1, by_owner: 0 }]);
  });

  it('does not let the role of the look-ups create anything, also when it is prepared again', async () => {
    const { rows } = await owner.query("SELECT has_schema_privilege('uslimato_lookup', 'public', 'CREATE') AS may");
    expect(rows).toEqual([{ may: false }]);
  });
});
