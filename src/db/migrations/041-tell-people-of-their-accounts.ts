import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

const lookups = ['account_link_find(uuid)', 'lost_password_lookup(text)'];

/** Finds an account link; the address that it confirms is one of the columns that came later. */
export const linkFind = (more: { columns: string; values: string }): string => `
  create function account_link_find(wanted uuid)
    returns table (tenant_id uuid, tenant_name text, user_id uuid, user_name text, user_email text, purpose text,
      expires_at timestamptz, spent_at timestamptz${more.columns})
    language sql stable security definer set search_path = public, pg_temp as $$
      select l.tenant_id, t.name, u.id, u.name, u.email, l.purpose, l.expires_at, l.spent_at${more.values}
      from account_link l
      join tenant t on t.id = l.tenant_id
      join app_user u on u.tenant_id = l.tenant_id and u.id = l.user_id
      where l.id = wanted
    $$`;

export const withNewEmail = { columns: ', new_email text', values: ', l.new_email' };

const newKinds = ['key_created', 'second_step_reset', 'email_confirmation', 'email_changed'];
const kinds = ['invitation', 'password_reset', 'alert', 'template_test'];

const listOf = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/**
 * Mails about people's own accounts: a key that somebody created for them, a second step that was removed, a new
 * address to be confirmed, and a notice to the old one. People who have lost their password find their account by its
 * address.
 */
export class TellPeopleOfTheirAccounts extends Migration {
  override up(): void {
    this.addSql(`alter table service_mail drop constraint service_mail_kind_check`);
    this.addSql(`alter table service_mail add constraint service_mail_kind_check
      check (kind in (${listOf([...kinds, ...newKinds])}))`);
    this.addSql(`alter table account_link drop constraint account_link_purpose_check`);
    this.addSql(`alter table account_link add column new_email text,
      add constraint account_link_purpose_check check (purpose in ('invitation', 'password_reset', 'email_change')),
      add constraint account_link_new_email check ((new_email is not null) = (purpose = 'email_change'))`);
    this.addSql(`drop function account_link_find(uuid)`);
    this.addSql(linkFind(withNewEmail));
    // Whoever signs in with the address or, if nobody does, everybody who is invited with it.
    this.addSql(`
      create function lost_password_lookup(wanted text) returns table (tenant_id uuid, user_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          select u.tenant_id, u.id from app_user u
          where u.email = wanted and u.deactivated_at is null and (u.active or not exists (
            select 1 from app_user other where other.email = wanted and other.active))
          order by u.created_at desc, u.id limit 5
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    for (const table of ['service_mail', 'account_link']) {
      this.addSql(`alter table ${table} no force row level security`);
    }
    this.addSql(`delete from service_mail where kind in (${listOf(newKinds)})`);
    this.addSql(`delete from account_link where purpose = 'email_change'`);
    for (const table of ['service_mail', 'account_link']) this.addSql(`alter table ${table} force row level security`);
    this.addSql(`alter table account_link drop constraint account_link_purpose_check, drop column new_email`);
    this.addSql(`alter table account_link add constraint account_link_purpose_check
      check (purpose in ('invitation', 'password_reset'))`);
    for (const sql of [linkFind({ columns: '', values: '' }), ...giveToLookup(['account_link_find(uuid)'])]) {
      this.addSql(sql);
    }
    this.addSql(`alter table service_mail drop constraint service_mail_kind_check`);
    this.addSql(`alter table service_mail add constraint service_mail_kind_check check (kind in (${listOf(kinds)}))`);
  }
}
