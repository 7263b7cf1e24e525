import { ConfigError, readMigrateConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';

try {
  for (const name of await migrate(readMigrateConfig(process.env).databaseOwnerUrl)) console.log(`Migrated ${name}.`);
  console.log('The database has the newest schema.');
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
