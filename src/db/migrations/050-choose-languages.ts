import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, letLookup } from '../migration-policies.ts';
import { sessionFindWithMails, thisMonth } from './013-count-mails.ts';

const lookup = 'session_find(bytea, interval)';

/**
 * A person's language and time zone, or none: then their tenant's count (R41). The language of everybody so far is a
 * default of the column that nobody chose, unless it is another than English.
 */
export class ChooseLanguages extends Migration {
  override up(): void {
    this.addSql(`alter table app_user alter column language drop default, alter column language drop not null,
      add column time_zone text`);
    this.addSql(`alter table app_user no force row level security`);
    this.addSql(`update app_user set language = null where language = 'en'`);
    this.addSql(`alter table app_user force row level security`);
    this.addSql(`alter table itsm_settings add column language text, add column time_zone text`);
    for (const sql of letLookup('itsm_settings', 'select')) this.addSql(sql);
    this.addSql(`drop function ${lookup}`);
    this.addSql(`
      create function session_find(wanted bytea, idle interval)
        returns table (tenant_id uuid, tenant_name text, user_id uuid, email text, name text, permissions text[],
          languages text[], time_zone text, licence_active boolean, licence_valid_until timestamptz,
          licence_flags text[], mail_limit integer, mails_used integer)
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
            array_remove(array[u.language, i.language], null), coalesce(u.time_zone, i.time_zone),
            l.active, l.valid_until, l.flags, l.max_emails_month, coalesce(m.used, 0)
          from session s
          join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
          join tenant t on t.id = u.tenant_id
          left join itsm_settings i on i.tenant_id = u.tenant_id
          left join licence l on l.tenant_id = u.tenant_id
          left join mail_month m on m.tenant_id = u.tenant_id and m.month = ${thisMonth}
          where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
        $$`);
    for (const sql of giveToLookup([lookup])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ${lookup}`);
    for (const sql of [sessionFindWithMails, ...giveToLookup([lookup])]) this.addSql(sql);
    this.addSql(`drop policy lookup_all on itsm_settings`);
    this.addSql(`revoke select on itsm_settings from uslimato_lookup`);
    this.addSql(`alter table itsm_settings drop column language, drop column time_zone`);
    this.addSql(`alter table app_user no force row level security`);
    this.addSql(`update app_user set language = 'en' where language is null`);
    this.addSql(`alter table app_user force row level security`);
    this.addSql(`alter table app_user drop column time_zone, alter column language set not null,
      alter column language set default 'en'`);
  }
}
