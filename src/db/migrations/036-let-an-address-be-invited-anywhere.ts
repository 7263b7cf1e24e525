import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

const lookup = 'account_exists(text)';

/**
 * Inviting somebody reveals nothing about other tenants: an address belongs to one account from the moment somebody can
 * sign in with it, and may be invited anywhere until then. Inside a tenant it stays with one person, whatever their
 * state.
 */
export class LetAnAddressBeInvitedAnywhere extends Migration {
  override up(): void {
    this.addSql(`drop index app_user_email`);
    this.addSql(`create unique index app_user_email on app_user (email) where active`);
    this.addSql(`create unique index app_user_email_in_tenant on app_user (tenant_id, email)`);
    this.addSql(`drop function ${lookup}`);
    // The lock keeps others from taking the address between this look and the end of the transaction.
    this.addSql(`
      create function account_exists(wanted text) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform pg_advisory_xact_lock(hashtextextended('account ' || wanted, 0));
          return exists (select 1 from app_user u where u.email = wanted and u.active)
            or exists (select 1 from platform_user p where p.email = wanted);
        end
        $$`);
    for (const sql of giveToLookup([lookup])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${lookup}`);
    this.addSql(`
      create function account_exists(wanted text) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select 1 from app_user u where u.email = wanted)
            or exists (select 1 from platform_user p where p.email = wanted)
        $$`);
    for (const sql of giveToLookup([lookup])) this.addSql(sql);
    this.addSql(`drop index app_user_email_in_tenant`);
    this.addSql(`drop index app_user_email`);
    this.addSql(`create unique index app_user_email on app_user (email)`);
  }
}
