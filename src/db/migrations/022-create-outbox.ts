import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, letLookup } from '../migration-policies.ts';
import { serviceMailFunctions, serviceMailLookups } from './010-create-service-mail.ts';

/** A table whose rows the outbox delivers, and what a claim returns for each beside its key. */
type Deliverable = Readonly<{ table: 'notice' | 'service_mail'; returns: string; columns: string; unknown: string }>;

const notices: Deliverable = {
  table: 'notice',
  returns: `ticket_id uuid, event text, audience text, event_sequence integer, message_id text, status text,
    assignee_id uuid, recipient_id uuid, recipient_address text, text_id uuid, text_role text, tries_before integer,
    tried_since timestamptz, actor_id text`,
  columns: `i.ticket_id, i.event, i.audience, i.event_sequence, i.message_id, i.status, i.assignee_id, i.recipient_id,
    i.recipient_address, i.text_id, i.text_role, i.tries_before, coalesce(i.asked_again_at, i.created_at), i.actor_id`,
  unknown: 'i.counted_month is not null',
};

const serviceMails: Deliverable = {
  table: 'service_mail',
  returns: `kind text, recipient_address text, recipient_name text, fact jsonb, tries_before integer,
    tried_since timestamptz`,
  columns: 'i.kind, i.recipient_address, i.recipient_name, i.fact, 0, i.created_at',
  unknown: 'true',
};

/**
 * Claims what is due, of all tenants: each tenant's longest due first, then each tenant's second, and so on, so that
 * thousands of mails of one tenant do not delay a single mail of another. Tenants are found by skipping through the
 * index. A row claimed under an expired lease was in the hands of a worker that died: it may have been delivered all
 * the same.
 */
const claim = ({ table, returns, columns, unknown }: Deliverable): string => `
  create function ${table}_claim(at timestamptz, lease interval, at_most integer)
    returns table (tenant_id uuid, id uuid, attempts integer, counted_month text, outcome_unknown boolean, ${returns})
    language sql security definer set search_path = public, pg_temp as $$
      with recursive waiting as (
        (select w.tenant_id from ${table} w where w.next_try_at is not null order by w.tenant_id limit 1)
        union all
        select (select w.tenant_id from ${table} w where w.next_try_at is not null and w.tenant_id > waiting.tenant_id
          order by w.tenant_id limit 1)
        from waiting where waiting.tenant_id is not null
      ), due as (
        select d.tenant_id, d.id from waiting cross join lateral (
          select w.tenant_id, w.id, w.next_try_at, row_number() over (order by w.next_try_at, w.id) as turn
          from ${table} w
          where w.tenant_id = waiting.tenant_id and w.next_try_at <= at and coalesce(w.leased_until, '-infinity') <= at
          order by w.next_try_at, w.id limit at_most) d
        where waiting.tenant_id is not null
        order by d.turn, d.next_try_at, d.id limit at_most
      ), mine as (
        select w.tenant_id, w.id from ${table} w join due on due.tenant_id = w.tenant_id and due.id = w.id
        where coalesce(w.leased_until, '-infinity') <= at and w.next_try_at <= at
        for update of w skip locked
      )
      update ${table} i set leased_until = at + lease, attempts = i.attempts + 1,
        outcome_unknown = i.outcome_unknown or (i.leased_until is not null and ${unknown})
      from mine where i.tenant_id = mine.tenant_id and i.id = mine.id
      returning i.tenant_id, i.id, i.attempts, i.counted_month, i.outcome_unknown, ${columns}
    $$`;

/** Extends the leases of what a worker holds, and returns those it still holds: another's claim raises `attempts`. */
const renew = (table: string): string => `
  create function ${table}_renew(tenants uuid[], ids uuid[], tries integer[], until timestamptz) returns setof uuid
    language sql security definer set search_path = public, pg_temp as $$
      update ${table} i set leased_until = until
      from unnest(tenants, ids, tries) as held (tenant_id, id, attempts)
      where i.tenant_id = held.tenant_id and i.id = held.id and i.attempts = held.attempts
        and i.leased_until is not null
      returning i.id
    $$`;

const signatures = ['notice', 'service_mail'].flatMap((table) => [
  `${table}_claim(timestamptz, interval, integer)`,
  `${table}_renew(uuid[], uuid[], integer[], timestamptz)`,
]);

/**
 * One outbox delivers what waits in any table of deliverable items: claims are fair between tenants, leases are short.
 */
export class CreateOutbox extends Migration {
  override up(): void {
    this.addSql(`drop function service_mail_claim(timestamptz, interval, integer)`);
    this.addSql(`drop function service_mail_due()`);
    for (const table of ['notice', 'service_mail']) {
      this.addSql(`drop index ${table}_due`);
      this.addSql(`create index ${table}_due on ${table} (tenant_id, next_try_at, id) where next_try_at is not null`);
    }
    // Who caused a mail: for the guard against floods (src/domain/mail-guard.ts).
    this.addSql(`alter table notice add column actor_id text`);
    // Each mail changes its row three times; only the last change touches an index.
    this.addSql(`alter table notice set (fillfactor = 70)`);
    for (const sql of letLookup('notice', 'update')) this.addSql(sql);
    this.addSql(claim(notices));
    this.addSql(claim(serviceMails));
    this.addSql(renew('notice'));
    this.addSql(renew('service_mail'));
    // What waits, since when, and what is being retried: for those who watch the outbox.
    this.addSql(`
      create function outbox_backlog(at timestamptz) returns table (waiting bigint, retrying bigint, oldest timestamptz)
        language sql stable security definer set search_path = public, pg_temp as $$
          select count(*) filter (where w.next_try_at <= at), count(*) filter (where w.next_try_at > at),
            min(w.next_try_at) filter (where w.next_try_at <= at)
          from (
            select n.next_try_at from notice n where n.next_try_at is not null
            union all select s.next_try_at from service_mail s where s.next_try_at is not null
          ) w
        $$`);
    for (const sql of giveToLookup([...signatures, 'outbox_backlog(timestamptz)'])) this.addSql(sql);
  }

  override down(): void {
    for (const signature of signatures) this.addSql(`drop function ${signature}`);
    this.addSql(`drop function outbox_backlog(timestamptz)`);
    this.addSql(`alter table notice drop column actor_id`);
    this.addSql(`alter table notice reset (fillfactor)`);
    this.addSql(`drop policy lookup_all on notice`);
    this.addSql(`revoke update on notice from uslimato_lookup`);
    for (const table of ['notice', 'service_mail']) {
      this.addSql(`drop index ${table}_due`);
      this.addSql(`create index ${table}_due on ${table} (next_try_at) where next_try_at is not null`);
    }
    for (const sql of [...serviceMailFunctions, ...giveToLookup(serviceMailLookups)]) this.addSql(sql);
  }
}
