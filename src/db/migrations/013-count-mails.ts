import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';
import { sessionFind } from './004-create-lookups.ts';
import { platformAlerts, platformTenants } from './012-create-platform-watch.ts';

const lookups = [
  'session_find(bytea, interval)',
  'platform_tenants(text, text, uuid, integer)',
  'platform_alerts(uuid, boolean, timestamptz, uuid, integer)',
];

export const thisMonth = `to_char(now() at time zone 'UTC', 'YYYY-MM')`;

/** The session's person with the mails of the month. */
export const sessionFindWithMails = `
      create function session_find(wanted bytea, idle interval)
        returns table (tenant_id uuid, tenant_name text, user_id uuid, email text, name text, permissions text[],
          licence_active boolean, licence_valid_until timestamptz, licence_flags text[], mail_limit integer,
          mails_used integer)
        language sql security definer set search_path = public, pg_temp as $$
          update session s set seen_at = now()
          where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
            and s.seen_at < now() - interval '1 minute';
          select u.tenant_id, t.name, u.id, u.email, u.name,
            array(
              select distinct p.permission
              from permission_group g
              join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id
              where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
                select 1 from group_member m
                where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id))
              order by 1),
            l.active, l.valid_until, l.flags, l.max_emails_month, coalesce(m.used, 0)
          from session s
          join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
          join tenant t on t.id = u.tenant_id
          left join licence l on l.tenant_id = u.tenant_id
          left join mail_month m on m.tenant_id = u.tenant_id and m.month = ${thisMonth}
          where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
        $$`;

/**
 * Mails are counted before they are sent, in the month of their first delivery (R19). The platform team is shown
 * dropped mails and counters that disagree with the ledger; signed-in people, how much of the month's quota is used.
 */
export class CountMails extends Migration {
  override up(): void {
    this.addSql(`
      create table mail_month (
        tenant_id uuid not null references tenant (id),
        month text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        used integer not null default 0 check (used >= 0),
        dropped integer not null default 0 check (dropped >= 0),
        primary key (tenant_id, month)
      )`);
    for (const table of ['notice', 'service_mail']) {
      this.addSql(`alter table ${table}
        add column counted_month text,
        add column outcome_unknown boolean not null default false`);
      this.addSql(
        `create index ${table}_counted on ${table} (tenant_id, counted_month) where counted_month is not null`,
      );
    }
    // What was sent before there was a counter is counted now. Under FORCE the owner would see none of its rows.
    this.addSql(`alter table notice no force row level security`);
    this.addSql(
      `update notice set counted_month = to_char(sent_at at time zone 'UTC', 'YYYY-MM') where state = 'sent'`,
    );
    this.addSql(`insert into mail_month (tenant_id, month, used)
      select tenant_id, counted_month, count(*) from notice where counted_month is not null group by 1, 2`);
    this.addSql(`alter table notice force row level security`);
    for (const sql of keepToTenant('mail_month', 'select, insert, update')) this.addSql(sql);
    for (const sql of letLookup('mail_month', 'select')) this.addSql(sql);

    this.addSql(`alter table platform_alert drop constraint platform_alert_kind_check`);
    this.addSql(`alter table platform_alert
      add constraint platform_alert_kind_check check (kind in
        ('agents_over_quota', 'emails_over_quota', 'emails_used_up', 'mail_count_drift')),
      add column dropped integer not null default 0 check (dropped >= 0)`);
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(sessionFindWithMails);
    this.addSql(`
      create function platform_tenants(words text, after_name text, after_id uuid, at_most integer)
        returns table (id uuid, name text, slug text, active boolean, valid_until timestamptz, flags text[],
          max_agents integer, max_emails_month integer, version integer, agents bigint, emails integer,
          dropped integer, open_alerts bigint)
        language sql stable security definer set search_path = public, pg_temp as $$
          select t.id, t.name, t.slug, l.active, l.valid_until, l.flags, l.max_agents, l.max_emails_month, l.version,
            (select count(*) from app_user u where u.tenant_id = t.id and u.active and exists (
              select 1 from permission_group g
              join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id
                and p.permission = 'tickets:manage'
              where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
                select 1 from group_member m
                where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id)))),
            coalesce(m.used, 0), coalesce(m.dropped, 0),
            (select count(*) from platform_alert a where a.tenant_id = t.id
              and (a.closed_at is null or a.acknowledged_at is null))
          from tenant t left join licence l on l.tenant_id = t.id
          left join mail_month m on m.tenant_id = t.id and m.month = ${thisMonth}
          where (words is null or strpos(lower(t.name || ' ' || t.slug || ' ' || t.id), lower(words)) > 0)
            and (after_name is null or (lower(t.name), t.id) > (lower(after_name), after_id))
          order by lower(t.name), t.id limit at_most
        $$`);
    this.addSql(`
      create function platform_alerts(of_tenant uuid, only_open boolean, before_at timestamptz, before_id uuid,
          at_most integer)
        returns table (tenant_id uuid, tenant_name text, id uuid, kind text, period text, quota_limit integer,
          used integer, most_used integer, dropped integer, opened_at timestamptz, seen_at timestamptz,
          closed_at timestamptz, acknowledged_at timestamptz, acknowledged_by text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select a.tenant_id, t.name, a.id, a.kind, a.period, a.quota_limit, a.used, a.most_used, a.dropped,
            a.opened_at, a.seen_at, a.closed_at, a.acknowledged_at, p.name
          from platform_alert a
          join tenant t on t.id = a.tenant_id
          left join platform_user p on p.id = a.acknowledged_by
          where (of_tenant is null or a.tenant_id = of_tenant)
            and (not only_open or a.closed_at is null or a.acknowledged_at is null)
            and (before_at is null or (a.opened_at, a.id) < (before_at, before_id))
          order by a.opened_at desc, a.id desc limit at_most
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    for (const sql of [sessionFind, platformTenants, platformAlerts, ...giveToLookup(lookups)]) this.addSql(sql);
    this.addSql(`alter table platform_alert no force row level security`);
    this.addSql(`delete from platform_alert where kind in ('emails_used_up', 'mail_count_drift')`);
    this.addSql(`alter table platform_alert force row level security`);
    this.addSql(`alter table platform_alert drop column dropped, drop constraint platform_alert_kind_check`);
    this.addSql(`alter table platform_alert add constraint platform_alert_kind_check
      check (kind in ('agents_over_quota', 'emails_over_quota'))`);
    this.addSql(`alter table notice drop column counted_month, drop column outcome_unknown`);
    this.addSql(`alter table service_mail drop column counted_month, drop column outcome_unknown`);
    this.addSql(`drop table mail_month`);
  }
}
