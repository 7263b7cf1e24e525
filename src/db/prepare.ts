import pg from 'pg';

/** The name of a prepared database, and the passwords of its two logins. */
export interface PreparedDatabase {
  database: string;
  ownerPassword: string;
  appPassword: string;
}

/**
 * Roles belong to the whole server, so two callers must not create them at the same moment ("uslimato" as a number).
 */
const ROLES_LOCK = 0x75736c;

/**
 * Creates or updates the roles `uslimato_owner` (migrates), `uslimato_app` (web, worker, tests) and `uslimato_lookup`
 * (owns the SECURITY DEFINER functions), and the database. May be repeated, also concurrently. `adminUrl` is a
 * superuser's. PostgreSQL 16 or later.
 */
export async function prepareDatabase(
  adminUrl: string,
  { database, ownerPassword, appPassword }: PreparedDatabase,
): Promise<{ ownerUrl: string; appUrl: string }> {
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [ROLES_LOCK]);
    await makeRoles(client, ownerPassword, appPassword);
    await makeDatabase(client, database);
  });
  await withClient(urlFor(adminUrl, { database }), grantSchema);
  return {
    ownerUrl: urlFor(adminUrl, { database, user: 'uslimato_owner', password: ownerPassword }),
    appUrl: urlFor(adminUrl, { database, user: 'uslimato_app', password: appPassword }),
  };
}

async function makeRoles(client: pg.Client, ownerPassword: string, appPassword: string): Promise<void> {
  const powerless = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
  await makeRole(client, 'uslimato_owner', `LOGIN ${powerless} PASSWORD ${pg.escapeLiteral(ownerPassword)}`);
  await makeRole(client, 'uslimato_app', `LOGIN ${powerless} PASSWORD ${pg.escapeLiteral(appPassword)}`);
  await makeRole(client, 'uslimato_lookup', `NOLOGIN ${powerless}`);
  // SET lets the owner create functions as uslimato_lookup; with INHERIT, the row-level policies of that role would
  // also open every tenant's rows to the owner.
  await client.query('GRANT uslimato_lookup TO uslimato_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE');
}

async function makeRole(client: pg.Client, role: string, properties: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  await client.query(`${found.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} ${properties}`);
}

async function makeDatabase(client: pg.Client, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER uslimato_owner`);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO uslimato_app`);
}

async function grantSchema(client: pg.Client): Promise<void> {
  await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  await client.query('GRANT USAGE ON SCHEMA public TO uslimato_app');
  await client.query('GRANT USAGE ON SCHEMA public TO uslimato_lookup');
  await client.query('REVOKE CREATE ON SCHEMA public FROM uslimato_lookup');
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlFor(adminUrl: string, part: { database: string; user?: string; password?: string }): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(part.database)}`;
  if (part.user !== undefined) url.username = part.user;
  if (part.password !== undefined) url.password = encodeURIComponent(part.password);
  return url.href;
}
