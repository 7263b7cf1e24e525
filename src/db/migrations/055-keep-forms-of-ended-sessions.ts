import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

const lookup = 'kept_form_save(bytea, uuid, text, jsonb, interval)';
const opening = 'session_open(bytea, uuid, uuid, interval)';

const sessionOpen = (ended: string): string => `
  create function session_open(new_hash bytea, of_tenant uuid, of_user uuid, lasts interval) returns void
    language sql security definer set search_path = public, pg_temp as $$
      delete from session s where s.expires_at < ${ended};
      insert into session (id_hash, tenant_id, user_id, expires_at) values (new_hash, of_tenant, of_user, now() + lasts)
    $$`;

/** A form that arrives after its session has ended is kept for a while, for the person whose session it was. */
export class KeepFormsOfEndedSessions extends Migration {
  override up(): void {
    this.addSql(`create table kept_form (
      tenant_id uuid not null,
      user_id uuid not null,
      id uuid not null,
      path text not null,
      fields jsonb not null,
      expires_at timestamptz not null,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
    )`);
    for (const sql of keepToTenant('kept_form', 'select, delete')) this.addSql(sql);
    for (const sql of letLookup('kept_form', 'select, insert, update, delete')) this.addSql(sql);
    // Ended sessions still tell whose they were, for a day.
    this.addSql(`drop function ${opening}`);
    this.addSql(sessionOpen(`now() - interval '1 day'`));
    this.addSql(`
      create function kept_form_save(wanted bytea, new_id uuid, sent_to text, sent jsonb, lasts interval)
        returns boolean language sql security definer set search_path = public, pg_temp as $$
          delete from kept_form k where k.expires_at < now();
          with owner as (
            select u.tenant_id, u.id from session s
            join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
            where s.id_hash = wanted
          ), saved as (
            insert into kept_form (tenant_id, user_id, id, path, fields, expires_at)
            select o.tenant_id, o.id, new_id, sent_to, sent, now() + lasts from owner o
            on conflict (tenant_id, user_id) do update set id = excluded.id, path = excluded.path,
              fields = excluded.fields, expires_at = excluded.expires_at
            returning 1
          )
          select exists (select 1 from saved)
        $$`);
    for (const sql of giveToLookup([opening, lookup])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${lookup}`);
    this.addSql(`drop function ${opening}`);
    this.addSql(sessionOpen('now()'));
    for (const sql of giveToLookup([opening])) this.addSql(sql);
    this.addSql(`drop table kept_form`);
  }
}
