import { Migration } from '@mikro-orm/migrations';
import { normalAddress } from '../../domain/mail-address.ts';
import { giveToLookup } from '../migration-policies.ts';

const lookups = ['sign_in_lookup(text)', 'platform_sign_in_lookup(text)', 'account_exists(text)'];

/** The functions that find an account by its address; `wanted` is what they compare it with. */
const accountLookups = (wanted: string): string[] => [
  `create function sign_in_lookup(wanted text)
    returns table (tenant_id uuid, user_id uuid, password_hash text)
    language sql stable security definer set search_path = public, pg_temp as $$
      select u.tenant_id, u.id, u.password_hash from app_user u
      where u.email = ${wanted} and u.active and u.password_hash is not null
    $$`,
  `create function platform_sign_in_lookup(wanted text) returns table (user_id uuid, password_hash text)
    language sql stable security definer set search_path = public, pg_temp as $$
      select u.id, u.password_hash from platform_user u where u.email = ${wanted} and u.active
    $$`,
  `create function account_exists(wanted text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select 1 from app_user u where u.email = ${wanted})
        or exists (select 1 from platform_user p where p.email = ${wanted})
    $$`,
];

const tables = ['app_user', 'platform_user'];

type Account = { id: string; email: string };

/**
 * Addresses are stored in the normal form that the program gives them (src/domain/mail-address.ts), and compared
 * verbatim: PostgreSQL's idea of lower case depends on its locale.
 */
export class KeepAddressesInNormalForm extends Migration {
  override async up(): Promise<void> {
    for (const table of tables) {
      this.addSql(`alter table ${table} drop constraint ${table}_email_check`);
      // Under FORCE the owner would see no row. An address in ASCII is already in its normal form.
      await this.execute(`alter table ${table} no force row level security`);
      const accounts = (await this.execute(`select id, email from ${table} where email ~ '[^ -~]'`)) as Account[];
      for (const { id, email } of accounts) {
        const normal = normalAddress(email);
        if (normal !== email) this.addSql(rename(table, id, normal));
      }
      this.addSql(`alter table ${table} force row level security`);
    }
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    for (const sql of [...accountLookups('wanted'), ...giveToLookup(lookups)]) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    for (const sql of [...accountLookups('lower(wanted)'), ...giveToLookup(lookups)]) this.addSql(sql);
    // Addresses stored meanwhile may not be lower case to this database; nobody's address is changed for that.
    for (const table of tables) {
      this.addSql(`alter table ${table} add constraint ${table}_email_check check (email = lower(email)) not valid`);
    }
  }
}

/** Two accounts may now share a normal form: the one that already has it keeps it, and the other stays as it is. */
function rename(table: string, id: string, normal: string): string {
  const text = `'${normal.replaceAll("'", "''")}'`;
  return `update ${table} set email = ${text}
    where id = '${id}' and not exists (select 1 from ${table} other where other.email = ${text})`;
}
