import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { templateDatabase, testServers } from './servers.ts';

export type TestDatabase = {
  /** Role `uslimato_owner`: for migrations only. Under forced row-level security it sees no rows. */
  ownerUrl: string;
  /** Role `uslimato_app`, as web and worker use it: for everything else. */
  appUrl: string;
};

/**
 * The migrated database of this Jest worker: made at its first use, then shared by all test files that run in the same
 * worker, one after the other. So a test makes tenants of its own and looks only at them.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const database = `uslimato_test_${process.env.JEST_WORKER_ID ?? '1'}`;
  await asAdmin(async (admin) => {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await clone(admin, database);
  });
  return prepared(database);
}

/** A migrated database of the caller's own, for a test that counts all rows or breaks something; `drop` removes it. */
export async function clonedDatabase(): Promise<TestDatabase & { drop(): Promise<void> }> {
  const database = `uslimato_clone_${randomUUID()}`;
  await asAdmin((admin) => clone(admin, database));
  return { ...(await prepared(database)), drop: () => drop(database) };
}

/** An empty database of the caller's own, with the roles but without a migration; `drop` removes it. */
export async function freshDatabase(): Promise<TestDatabase & { drop(): Promise<void> }> {
  const database = `uslimato_fresh_${randomUUID()}`;
  return { ...(await prepared(database)), drop: () => drop(database) };
}

function prepared(database: string): Promise<TestDatabase> {
  const { adminUrl, ownerPassword, appPassword } = testServers();
  return prepareDatabase(adminUrl, { database, ownerPassword, appPassword });
}

async function clone(admin: pg.Client, database: string): Promise<void> {
  await admin.query(`CREATE DATABASE "${database}" TEMPLATE ${templateDatabase} OWNER uslimato_owner`);
}

function drop(database: string): Promise<void> {
  // FORCE: what the test left connected must not keep the database.
  return asAdmin(async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)));
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: testServers().adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
