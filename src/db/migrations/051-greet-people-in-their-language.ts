import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';
import { stepFind } from './040-ask-for-a-second-step.ts';
import { linkFind, withNewEmail } from './041-tell-people-of-their-accounts.ts';

const lookups = ['account_link_find(uuid)', 'sign_in_step_find(bytea)'];

/** A one-time link and a sign-in under way know the languages and the time zone of the person whose they are (R41). */
export class GreetPeopleInTheirLanguage extends Migration {
  override up(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`
      create function account_link_find(wanted uuid)
        returns table (tenant_id uuid, tenant_name text, user_id uuid, user_name text, user_email text, purpose text,
          expires_at timestamptz, spent_at timestamptz, new_email text, languages text[], time_zone text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select l.tenant_id, t.name, u.id, u.name, u.email, l.purpose, l.expires_at, l.spent_at, l.new_email,
            array_remove(array[u.language, i.language], null), coalesce(u.time_zone, i.time_zone)
          from account_link l
          join tenant t on t.id = l.tenant_id
          join app_user u on u.tenant_id = l.tenant_id and u.id = l.user_id
          left join itsm_settings i on i.tenant_id = l.tenant_id
          where l.id = wanted
        $$`);
    this.addSql(`
      create function sign_in_step_find(wanted bytea)
        returns table (tenant_id uuid, user_id uuid, name text, email text, tenant_name text, languages text[],
          time_zone text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select s.tenant_id, s.user_id, coalesce(u.name, p.name), coalesce(u.email, p.email), t.name,
            array_remove(array[u.language, i.language], null), coalesce(u.time_zone, i.time_zone)
          from sign_in_step s
          left join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
          left join tenant t on t.id = s.tenant_id
          left join itsm_settings i on i.tenant_id = s.tenant_id
          left join platform_user p on p.id = s.platform_user_id and p.active
          where s.id_hash = wanted and s.expires_at > now() and (u.id is not null or p.id is not null)
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    for (const sql of [linkFind(withNewEmail), stepFind, ...giveToLookup(lookups)]) this.addSql(sql);
  }
}
