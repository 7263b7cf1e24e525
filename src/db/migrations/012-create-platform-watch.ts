import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

const lookups = [
  'tenant_ids_after(uuid, integer)',
  'platform_tenants(text, text, uuid, integer)',
  'platform_alerts(uuid, boolean, timestamptz, uuid, integer)',
  'platform_alert_tenant(uuid)',
  'platform_overruns()',
  'platform_licence_changes(uuid, timestamptz, uuid, integer, integer)',
  'agent_releases(interval, integer)',
];

/** A person counts once, through however many groups; mails are those of the current calendar month in UTC. */
export const platformTenants = `
  create function platform_tenants(words text, after_name text, after_id uuid, at_most integer)
    returns table (id uuid, name text, slug text, active boolean, valid_until timestamptz, flags text[],
      max_agents integer, max_emails_month integer, version integer, agents bigint, emails bigint,
      open_alerts bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
      select t.id, t.name, t.slug, l.active, l.valid_until, l.flags, l.max_agents, l.max_emails_month, l.version,
        (select count(*) from app_user u where u.tenant_id = t.id and u.active and exists (
          select 1 from permission_group g
          join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id
            and p.permission = 'tickets:manage'
          where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
            select 1 from group_member m
            where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id)))),
        (select count(*) from notice n where n.tenant_id = t.id
          and n.sent_at >= date_trunc('month', now(), 'UTC')),
        (select count(*) from platform_alert a where a.tenant_id = t.id
          and (a.closed_at is null or a.acknowledged_at is null))
      from tenant t left join licence l on l.tenant_id = t.id
      where (words is null or strpos(lower(t.name || ' ' || t.slug || ' ' || t.id), lower(words)) > 0)
        and (after_name is null or (lower(t.name), t.id) > (lower(after_name), after_id))
      order by lower(t.name), t.id limit at_most
    $$`;

/** Open means that it lasts, or that nobody has acknowledged it yet. */
export const platformAlerts = `
  create function platform_alerts(of_tenant uuid, only_open boolean, before_at timestamptz, before_id uuid,
      at_most integer)
    returns table (tenant_id uuid, tenant_name text, id uuid, kind text, period text, quota_limit integer,
      used integer, most_used integer, opened_at timestamptz, seen_at timestamptz, closed_at timestamptz,
      acknowledged_at timestamptz, acknowledged_by text)
    language sql stable security definer set search_path = public, pg_temp as $$
      select a.tenant_id, t.name, a.id, a.kind, a.period, a.quota_limit, a.used, a.most_used, a.opened_at,
        a.seen_at, a.closed_at, a.acknowledged_at, p.name
      from platform_alert a
      join tenant t on t.id = a.tenant_id
      left join platform_user p on p.id = a.acknowledged_by
      where (of_tenant is null or a.tenant_id = of_tenant)
        and (not only_open or a.closed_at is null or a.acknowledged_at is null)
        and (before_at is null or (a.opened_at, a.id) < (before_at, before_id))
      order by a.opened_at desc, a.id desc limit at_most
    $$`;

/** What the platform team watches: exceeded quotas and audit runs; also, which tenants' tickets to release. */
export class CreatePlatformWatch extends Migration {
  override up(): void {
    this.addSql(`
      create table platform_alert (
        tenant_id uuid not null references tenant (id),
        id uuid not null unique,
        kind text not null check (kind in ('agents_over_quota', 'emails_over_quota')),
        period text not null,
        quota_limit integer not null,
        used integer not null,
        most_used integer not null,
        opened_at timestamptz(3) not null,
        seen_at timestamptz(3) not null,
        closed_at timestamptz(3),
        acknowledged_at timestamptz(3),
        acknowledged_by uuid,
        primary key (tenant_id, id),
        check (closed_at is null or closed_at >= opened_at)
      )`);
    // One alert for as long as an overrun lasts.
    this.addSql(`create unique index platform_alert_open on platform_alert (tenant_id, kind, period)
      where closed_at is null`);
    this.addSql(`create index platform_alert_opened on platform_alert (opened_at desc, id desc)`);
    this.addSql(`
      create table audit_run (
        id text primary key,
        started_at timestamptz(3) not null,
        seen_at timestamptz(3) not null,
        finished_at timestamptz(3),
        looked_at integer not null,
        opened integer not null,
        closed integer not null,
        failed integer not null
      )`);
    this.addSql(`create index audit_run_started on audit_run (started_at desc)`);
    this.addSql(`grant select, insert, update, delete on audit_run to uslimato_app`);
    this.addSql(`
      create table agent_release (
        tenant_id uuid primary key references tenant (id),
        asked_at timestamptz(3) not null
      )`);
    for (const sql of keepToTenant('platform_alert', 'select, insert, update')) this.addSql(sql);
    for (const sql of letLookup('platform_alert', 'select')) this.addSql(sql);
    for (const sql of keepToTenant('agent_release', 'select, insert, update, delete')) this.addSql(sql);
    for (const sql of letLookup('agent_release', 'select')) this.addSql(sql);

    this.addSql(`
      create function tenant_ids_after(last uuid, at_most integer) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select t.id from tenant t where last is null or t.id > last order by t.id limit at_most
        $$`);
    this.addSql(platformTenants);
    this.addSql(platformAlerts);
    this.addSql(`
      create function platform_alert_tenant(wanted uuid) returns uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select a.tenant_id from platform_alert a where a.id = wanted
        $$`);
    this.addSql(`
      create function platform_overruns() returns integer
        language sql stable security definer set search_path = public, pg_temp as $$
          select count(*)::integer from platform_alert a where a.closed_at is null
        $$`);
    this.addSql(`
      create function platform_licence_changes(of_tenant uuid, before_at timestamptz, before_tenant uuid,
          before_version integer, at_most integer)
        returns table (tenant_id uuid, tenant_name text, version integer, at timestamptz, by_name text, before jsonb,
          after jsonb)
        language sql stable security definer set search_path = public, pg_temp as $$
          select c.tenant_id, t.name, c.version, c.at, p.name, c.before, c.after
          from licence_change c
          join tenant t on t.id = c.tenant_id
          left join platform_user p on p.id = c.by_id
          where (of_tenant is null or c.tenant_id = of_tenant)
            and (before_at is null or (c.at, c.tenant_id, c.version) < (before_at, before_tenant, before_version))
          order by c.at desc, c.tenant_id desc, c.version desc limit at_most
        $$`);
    this.addSql(`
      create function agent_releases(grace interval, at_most integer) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select r.tenant_id from agent_release r where r.asked_at < now() - grace order by r.asked_at limit at_most
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table agent_release, audit_run, platform_alert`);
  }
}
