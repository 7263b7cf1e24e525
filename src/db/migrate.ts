import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { migrations } from './migrations/index.ts';

// Any number that no other program on this database uses. It only names the lock.
const migrationLock = 7_215_001;

/**
 * Migrates the database to the newest schema, as its owner, and returns the names of the migrations that were run.
 * Several processes may call it at once: one does the work, and all of them return when it is done.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: ownerUrl });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    const ran = await withMigrator(ownerUrl, (migrator) => migrator.up());
    return ran.map((migration) => migration.name);
  } finally {
    await lock.end();
  }
}

/** Runs `work` with a migrator on that database. */
export async function withMigrator<T>(ownerUrl: string, work: (migrator: Migrator) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    logger: () => {},
    migrations: { migrationsList: migrations, tableName: 'schema_migration', allOrNothing: true, snapshot: false },
    extensions: [Migrator],
  });
  try {
    return await work(orm.migrator as Migrator);
  } finally {
    await orm.close();
  }
}
