import { Connection } from '@temporalio/client';
import { ConfigError } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';

/**
 * For servers run by others (docker-compose.yml, production): creates the roles and the database that
 * DATABASE_OWNER_URL and DATABASE_URL name, as DATABASE_ADMIN_URL's superuser, and registers the search attributes with
 * the Temporal server at TEMPORAL_ADDRESS. May be run again at any time; changed passwords are applied.
 */
try {
  const owner = databaseUrl('DATABASE_OWNER_URL', 'uslimato_owner');
  const app = databaseUrl('DATABASE_URL', 'uslimato_app');
  const database = decodeURIComponent(owner.pathname.slice(1));
  await prepareDatabase(databaseUrl('DATABASE_ADMIN_URL').href, {
    database,
    ownerPassword: decodeURIComponent(owner.password),
    appPassword: decodeURIComponent(app.password),
  });
  console.log(`Roles and database "${database}" are ready.`);

  const connection = await Connection.connect({ address: given('TEMPORAL_ADDRESS') });
  await registerSearchAttributes(connection, process.env.TEMPORAL_NAMESPACE || 'default');
  await connection.close();
  console.log('The search attributes are registered with Temporal.');
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}

function databaseUrl(variable: string, role?: string): URL {
  const url = URL.parse(given(variable));
  if (url === null || (role !== undefined && (url.username !== role || url.password === ''))) {
    throw new ConfigError(
      `${variable} is not usable: set it to postgres://${role ?? 'user'}:password@host:5432/database.`,
    );
  }
  return url;
}

function given(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new ConfigError(`${variable} is missing.`);
  return value;
}
