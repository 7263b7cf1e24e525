import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

export const serviceMailLookups = ['service_mail_claim(timestamptz, interval, integer)', 'service_mail_due()'];

/** How service mails were claimed before there was one outbox. */
export const serviceMailFunctions = [
  `
      create function service_mail_claim(at timestamptz, lease interval, at_most integer)
        returns table (tenant_id uuid, tenant_name text, id uuid, kind text, recipient_address text,
          recipient_name text, fact jsonb, attempts integer, created_at timestamptz)
        language sql security definer set search_path = public, pg_temp as $$
          with due as (
            select m.tenant_id, m.id from service_mail m
            where m.next_try_at <= at and coalesce(m.leased_until, '-infinity') <= at
            order by m.next_try_at, m.id limit at_most for update skip locked
          )
          update service_mail m set leased_until = at + lease, attempts = m.attempts + 1
          from due, tenant t
          where m.tenant_id = due.tenant_id and m.id = due.id and t.id = m.tenant_id
          returning m.tenant_id, t.name, m.id, m.kind, m.recipient_address, m.recipient_name, m.fact, m.attempts,
            m.created_at
        $$`,
  `
      create function service_mail_due() returns timestamptz
        language sql stable security definer set search_path = public, pg_temp as $$
          select min(greatest(m.next_try_at, coalesce(m.leased_until, m.next_try_at))) from service_mail m
          where m.next_try_at is not null
        $$`,
];

/** Mails that belong to no ticket: invitations, password links, alerts to the platform team. One row per mail. */
export class CreateServiceMail extends Migration {
  override up(): void {
    this.addSql(`
      create table service_mail (
        tenant_id uuid not null references tenant (id),
        id uuid not null,
        kind text not null check (kind in ('invitation', 'password_reset', 'alert')),
        recipient_address text not null,
        recipient_name text not null,
        fact jsonb not null,
        about_id uuid not null,
        state text not null default 'waiting' check (state in ('waiting', 'retrying', 'sent', 'failed')),
        attempts integer not null default 0,
        next_try_at timestamptz(3),
        leased_until timestamptz(3),
        last_answer text,
        created_at timestamptz(3) not null,
        sent_at timestamptz(3),
        primary key (tenant_id, id),
        check ((state in ('waiting', 'retrying')) = (next_try_at is not null))
      )`);
    this.addSql(`create index service_mail_due on service_mail (next_try_at) where next_try_at is not null`);
    this.addSql(`create index service_mail_about on service_mail (tenant_id, about_id, created_at desc)`);
    for (const sql of keepToTenant('service_mail', 'select, insert, update')) this.addSql(sql);
    for (const sql of letLookup('service_mail', 'select, update')) this.addSql(sql);
    for (const sql of serviceMailFunctions) this.addSql(sql);
    for (const sql of giveToLookup(serviceMailLookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of serviceMailLookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table service_mail`);
  }
}
