import { migrations } from './migrations/index.ts';
import type { Orm } from './orm.ts';

/** The names of this program's migrations that the database does not have yet. Throws if it cannot be reached. */
export async function missingMigrations(orm: Orm): Promise<string[]> {
  const rows = await orm.em.fork().execute<{ name: string }[]>('select name from schema_migration');
  const done = new Set(rows.map((row) => row.name));
  return migrations.map((migration) => migration.name).filter((name) => !done.has(name));
}

/**
 * What is wrong with the role that the program is logged in as, as a sentence, or null. A superuser, a role with
 * BYPASSRLS or an owner of the tables would not be bound by row-level security, or could switch it off.
 */
export async function unsafeRole(orm: Orm): Promise<string | null> {
  const [role] = await orm.em.fork().execute<{ name: string; power: string | null }[]>(`
    select r.rolname as name, case
      when r.rolsuper then 'is a superuser'
      when r.rolbypassrls then 'has BYPASSRLS'
      when exists (
        select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(c.relowner, 'MEMBER')
      ) then 'owns the tables' end as power
    from pg_roles r where r.rolname = current_user`);
  if (role === undefined || role.power === null) return null;
  return `DATABASE_URL logs in as ${role.name}, which ${role.power}, so that tenants are not kept apart: use the application's role (uslimato_app).`;
}
