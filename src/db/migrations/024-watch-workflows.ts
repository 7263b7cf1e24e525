import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

const lookups = ['stuck_tickets(timestamptz, integer)', 'failing_tickets()'];

/**
 * Tickets that gave no answer, or whose workflow is stuck: reported by whoever waited in vain, looked at and healed by
 * the refresh schedule, shown in the console.
 */
export class WatchWorkflows extends Migration {
  override up(): void {
    this.addSql(`
      create table stuck_ticket (
        tenant_id uuid not null,
        ticket_id uuid not null,
        state text not null check (state in ('reported', 'failing', 'held', 'healed')),
        reported_at timestamptz(3) not null,
        failing_since timestamptz(3),
        attempt integer,
        cause text,
        healed_at timestamptz(3)[] not null default '{}',
        primary key (tenant_id, ticket_id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
      )`);
    for (const sql of keepToTenant('stuck_ticket', 'select, insert, update, delete')) this.addSql(sql);
    for (const sql of letLookup('stuck_ticket', 'select')) this.addSql(sql);
    this.addSql(`
      create function stuck_tickets(healed_since timestamptz, at_most integer)
        returns table (tenant_id uuid, tenant_name text, ticket_id uuid, number text, final boolean, state text,
          reported_at timestamptz, failing_since timestamptz, attempt integer, cause text, healed_at timestamptz[])
        language sql stable security definer set search_path = public, pg_temp as $$
          select s.tenant_id, t.name, s.ticket_id, k.number, k.finished_at is not null, s.state, s.reported_at,
            s.failing_since, s.attempt, s.cause, s.healed_at
          from stuck_ticket s
          join ticket k on k.tenant_id = s.tenant_id and k.id = s.ticket_id
          join tenant t on t.id = s.tenant_id
          where s.state <> 'healed' or s.healed_at[cardinality(s.healed_at)] > healed_since
          order by s.reported_at desc, s.ticket_id limit at_most
        $$`);
    this.addSql(`
      create function failing_tickets() returns bigint
        language sql stable security definer set search_path = public, pg_temp as $$
          select count(*) from stuck_ticket s where s.state in ('failing', 'held')
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
    this.addSql(`alter table platform_alert drop constraint platform_alert_kind_check`);
    this.addSql(`alter table platform_alert add constraint platform_alert_kind_check check (kind in
      ('agents_over_quota', 'emails_over_quota', 'emails_used_up', 'mail_count_drift', 'ticket_healed', 'tickets_failing'))`);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table stuck_ticket`);
    this.addSql(`alter table platform_alert no force row level security`);
    this.addSql(`delete from platform_alert where kind in ('ticket_healed', 'tickets_failing')`);
    this.addSql(`alter table platform_alert force row level security`);
    this.addSql(`alter table platform_alert drop constraint platform_alert_kind_check`);
    this.addSql(`alter table platform_alert add constraint platform_alert_kind_check check (kind in
      ('agents_over_quota', 'emails_over_quota', 'emails_used_up', 'mail_count_drift'))`);
  }
}
