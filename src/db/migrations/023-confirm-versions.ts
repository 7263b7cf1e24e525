import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';
import { overdueTickets } from './004-create-lookups.ts';

const lookups = ['unconfirmed_tickets(interval, integer)', 'confirm_versions(uuid[], uuid[], integer[])'];

/**
 * Which tickets' rows may be ahead of their workflows: a small row for each, written with the version and deleted once
 * an answer has confirmed that the workflow has it. In the ticket's own row, each confirmation rewrote all of its
 * indexes.
 */
export class ConfirmVersions extends Migration {
  override up(): void {
    this.addSql(`drop index ticket_unconfirmed`);
    this.addSql(`
      create table ticket_unconfirmed (
        tenant_id uuid not null,
        ticket_id uuid not null,
        version integer not null,
        since timestamptz not null default now(),
        primary key (tenant_id, ticket_id)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`);
    for (const sql of keepToTenant('ticket_unconfirmed', 'select, insert, update, delete')) this.addSql(sql);
    for (const sql of letLookup('ticket_unconfirmed', 'select, delete')) this.addSql(sql);
    this.addSql(`alter table ticket no force row level security`);
    this.addSql(`insert into ticket_unconfirmed (tenant_id, ticket_id, version, since)
      select tenant_id, id, version, updated_at from ticket where confirmed_version < version`);
    this.addSql(`alter table ticket force row level security`);
    this.addSql(`drop function overdue_tickets(interval, integer)`);
    this.addSql(`alter table ticket drop column confirmed_version`);
    this.addSql(`
      create function unconfirmed_tickets(grace interval, at_most integer)
        returns table (tenant_id uuid, ticket_id uuid, status text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.tenant_id, k.id, k.status from ticket_unconfirmed u
          join ticket k on k.tenant_id = u.tenant_id and k.id = u.ticket_id
          where u.since < now() - grace order by u.since limit at_most
        $$`);
    this.addSql(`
      create function confirm_versions(tenants uuid[], tickets uuid[], versions integer[]) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from ticket_unconfirmed u
          using unnest(tenants, tickets, versions) as known (tenant_id, ticket_id, version)
          where u.tenant_id = known.tenant_id and u.ticket_id = known.ticket_id and u.version <= known.version
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`alter table ticket add column confirmed_version integer not null default 0`);
    this.addSql(`alter table ticket no force row level security`);
    this.addSql(`alter table ticket_unconfirmed no force row level security`);
    this.addSql(`update ticket k set confirmed_version = k.version where not exists (
      select 1 from ticket_unconfirmed u where u.tenant_id = k.tenant_id and u.ticket_id = k.id)`);
    this.addSql(`alter table ticket force row level security`);
    this.addSql(`drop table ticket_unconfirmed`);
    this.addSql(`create index ticket_unconfirmed on ticket (updated_at) where confirmed_version < version`);
    for (const sql of [overdueTickets, ...giveToLookup(['overdue_tickets(interval, integer)'])]) this.addSql(sql);
  }
}
