import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

const lookups = ['account_link_find(uuid)', 'account_exists(text)'];

/** One-time links for setting a password: after an invitation, or when it is lost. */
export class CreateAccountLinks extends Migration {
  override up(): void {
    this.addSql(`alter table app_user add column deactivated_at timestamptz(3),
      add check (deactivated_at is null or not active)`);
    this.addSql(`
      create table account_link (
        tenant_id uuid not null,
        id uuid not null unique,
        user_id uuid not null,
        purpose text not null check (purpose in ('invitation', 'password_reset')),
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        spent_at timestamptz(3),
        primary key (tenant_id, id),
        foreign key (tenant_id, user_id) references app_user (tenant_id, id)
      )`);
    this.addSql(`create index account_link_user on account_link (tenant_id, user_id, created_at desc)`);
    for (const sql of keepToTenant('account_link', 'select, insert, update')) this.addSql(sql);
    for (const sql of letLookup('account_link', 'select')) this.addSql(sql);
    this.addSql(`
      create function account_link_find(wanted uuid)
        returns table (tenant_id uuid, tenant_name text, user_id uuid, user_name text, user_email text, purpose text,
          expires_at timestamptz, spent_at timestamptz)
        language sql stable security definer set search_path = public, pg_temp as $$
          select l.tenant_id, t.name, u.id, u.name, u.email, l.purpose, l.expires_at, l.spent_at
          from account_link l
          join tenant t on t.id = l.tenant_id
          join app_user u on u.tenant_id = l.tenant_id and u.id = l.user_id
          where l.id = wanted
        $$`);
    this.addSql(`
      create function account_exists(wanted text) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
          select exists (select 1 from app_user u where u.email = lower(wanted))
            or exists (select 1 from platform_user p where p.email = lower(wanted))
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table account_link`);
    this.addSql(`alter table app_user drop column deactivated_at`);
  }
}
