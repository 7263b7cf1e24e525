import { Migration } from '@mikro-orm/migrations';
import { accountColumns, giveToLookup, keepToLookup } from '../migration-policies.ts';

const steps = [
  'sign_in_step_open(bytea, uuid, uuid, interval)',
  'sign_in_step_find(bytea)',
  'sign_in_step_close(bytea)',
];

const closings = ['session_close_all(uuid, uuid)', 'platform_session_close_all(uuid)'];

/** The functions that end all sessions of a person; `also` is what else ends with them. */
const closeAll = (also: { person: string; platform: string }): string[] => [
  `create function session_close_all(of_tenant uuid, of_user uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
      delete from session s where s.tenant_id = of_tenant and s.user_id = of_user;
      ${also.person}
    $$`,
  `create function platform_session_close_all(of_user uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
      delete from platform_session s where s.user_id = of_user;
      ${also.platform}
    $$`,
];

/** Finds a sign-in under way. */
export const stepFind = `
      create function sign_in_step_find(wanted bytea)
        returns table (tenant_id uuid, user_id uuid, name text, email text, tenant_name text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select s.tenant_id, s.user_id, coalesce(u.name, p.name), coalesce(u.email, p.email), t.name
          from sign_in_step s
          left join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
          left join tenant t on t.id = s.tenant_id
          left join platform_user p on p.id = s.platform_user_id and p.active
          where s.id_hash = wanted and s.expires_at > now() and (u.id is not null or p.id is not null)
        $$`;

/**
 * A sign-in whose password was right, while the second step is missing: not a session yet, and valid for a few minutes
 * only. It ends with the sessions: after a new password, none that began with the old one is left.
 */
export class AskForASecondStep extends Migration {
  override up(): void {
    this.addSql(`alter table tenant add column second_step_required boolean not null default false`);
    this.addSql(`
      create table sign_in_step (
        ${accountColumns},
        id_hash bytea primary key,
        expires_at timestamptz(3) not null
      )`);
    this.addSql(`create index sign_in_step_user on sign_in_step (user_id)`);
    for (const sql of keepToLookup('sign_in_step', 'select, insert, delete')) this.addSql(sql);
    // Every table with a tenant column has a policy on it; this one admits only those with rights to the table.
    this.addSql(`create policy own_tenant on sign_in_step for select
      using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)`);
    this.addSql(`
      create function sign_in_step_open(new_hash bytea, of_tenant uuid, of_user uuid, lasts interval) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from sign_in_step s where s.expires_at < now();
          insert into sign_in_step (id_hash, tenant_id, user_id, expires_at)
          values (new_hash, of_tenant, of_user, now() + lasts)
        $$`);
    this.addSql(stepFind);
    this.addSql(`
      create function sign_in_step_close(wanted bytea) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from sign_in_step s where s.id_hash = wanted
        $$`);
    for (const closing of closings) this.addSql(`drop function ${closing}`);
    const also = {
      person: 'delete from sign_in_step s where s.tenant_id = of_tenant and s.user_id = of_user;',
      platform: 'delete from sign_in_step s where s.platform_user_id = of_user;',
    };
    for (const sql of [...closeAll(also), ...giveToLookup([...steps, ...closings])]) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of [...steps, ...closings]) this.addSql(`drop function ${lookup}`);
    for (const sql of [...closeAll({ person: '', platform: '' }), ...giveToLookup(closings)]) this.addSql(sql);
    this.addSql(`drop table sign_in_step`);
    this.addSql(`alter table tenant drop column second_step_required`);
  }
}
