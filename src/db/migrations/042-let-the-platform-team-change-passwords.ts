import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

const lookup = 'platform_password_set(uuid, text)';

/** Platform users change their own password, as people of tenants do. */
export class LetThePlatformTeamChangePasswords extends Migration {
  override up(): void {
    this.addSql(`grant update (password_hash) on platform_user to uslimato_lookup`);
    this.addSql(`
      create function platform_password_set(of_user uuid, new_hash text) returns void
        language sql security definer set search_path = public, pg_temp as $$
          update platform_user u set password_hash = new_hash
          where u.id = of_user and u.active and u.id = nullif(current_setting('app.platform_user', true), '')::uuid
        $$`);
    for (const sql of giveToLookup([lookup])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${lookup}`);
    this.addSql(`revoke update (password_hash) on platform_user from uslimato_lookup`);
  }
}
