import { Migration } from '@mikro-orm/migrations';

const acrossTenants = [
  'tenant',
  'app_user',
  'group_member',
  'group_permission',
  'permission_group',
  'licence',
  'session',
  'ticket',
  'notice',
];

const lookups = [
  'sign_in_lookup(text)',
  'session_open(bytea, uuid, uuid, interval)',
  'session_find(bytea, interval)',
  'session_close(bytea)',
  'session_close_all(uuid, uuid)',
  'overdue_tickets(interval, integer)',
  'ticket_search(text)',
  'roll_up_counts()',
];

/** Who a session belongs to, with their current permissions and licence (R10). */
export const sessionFind = `
  create function session_find(wanted bytea, idle interval)
    returns table (tenant_id uuid, tenant_name text, user_id uuid, email text, name text, permissions text[],
      licence_active boolean, licence_valid_until timestamptz, licence_flags text[])
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
        l.active, l.valid_until, l.flags
      from session s
      join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.active
      join tenant t on t.id = u.tenant_id
      left join licence l on l.tenant_id = u.tenant_id
      where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
    $$`;

/** Tickets with overdue mail, or ahead of their workflow, as they were found before the outbox existed. */
export const overdueTickets = `
      create function overdue_tickets(grace interval, at_most integer)
        returns table (tenant_id uuid, ticket_id uuid, status text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.tenant_id, k.id, k.status from ticket k
          join (
            (select n.tenant_id, n.ticket_id from notice n
              where n.next_try_at < now() - grace and coalesce(n.leased_until, '-infinity') < now()
              order by n.next_try_at limit at_most)
            union
            (select u.tenant_id, u.id from ticket u
              where u.confirmed_version < u.version and u.updated_at < now() - grace
              order by u.updated_at limit at_most)
          ) late on late.tenant_id = k.tenant_id and late.ticket_id = k.id
        $$`;

/**
 * The short list of functions that look before or across tenants. Each is a SECURITY DEFINER function of
 * uslimato_lookup, which nobody can log in as, and returns only what its caller needs.
 */
export class CreateLookups extends Migration {
  override up(): void {
    for (const table of acrossTenants) {
      this.addSql(`create policy lookup on ${table} for select to uslimato_lookup using (true)`);
      this.addSql(`grant select on ${table} to uslimato_lookup`);
    }
    this.addSql(`create policy lookup_writes on session to uslimato_lookup using (true) with check (true)`);
    this.addSql(`grant insert, update, delete on session to uslimato_lookup`);
    this.addSql(`create policy lookup_writes on ticket_count to uslimato_lookup using (true) with check (true)`);
    this.addSql(`grant select, insert, delete on ticket_count to uslimato_lookup`);

    this.addSql(`
      create function sign_in_lookup(wanted text)
        returns table (tenant_id uuid, user_id uuid, password_hash text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select u.tenant_id, u.id, u.password_hash from app_user u
          where u.email = lower(wanted) and u.active and u.password_hash is not null
        $$`);
    this.addSql(`
      create function session_open(new_hash bytea, of_tenant uuid, of_user uuid, lasts interval) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from session s where s.expires_at < now();
          insert into session (id_hash, tenant_id, user_id, expires_at) values (new_hash, of_tenant, of_user, now() + lasts)
        $$`);
    this.addSql(sessionFind);
    this.addSql(`
      create function session_close(wanted bytea) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from session s where s.id_hash = wanted
        $$`);
    this.addSql(`
      create function session_close_all(of_tenant uuid, of_user uuid) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from session s where s.tenant_id = of_tenant and s.user_id = of_user
        $$`);
    this.addSql(overdueTickets);
    // All words must match, each from its beginning. The index on the expression is used outside policies only.
    this.addSql(`
      create function search_words(number text, title text) returns tsvector
        language sql immutable parallel safe as $$
          select to_tsvector('simple', regexp_replace(number || ' ' || title, '[^[:alnum:]]+', ' ', 'g'))
        $$`);
    this.addSql(`create index ticket_words on ticket using gin (search_words(number, title))`);
    this.addSql(`
      create function ticket_search(words text) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.id from ticket k
          where k.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
            and search_words(k.number, k.title) @@ (
              select to_tsquery('simple', string_agg('''' || word || ''':*', ' & '))
              from regexp_split_to_table(words, '[^[:alnum:]]+') as word where word <> '')
        $$`);
    this.addSql(`
      create function roll_up_counts() returns void
        language sql security definer set search_path = public, pg_temp as $$
          with gone as (delete from ticket_count returning *)
          insert into ticket_count (tenant_id, status, assignee_id, waiting_for, n)
          select tenant_id, status, assignee_id, waiting_for, sum(n) from gone
          group by tenant_id, status, assignee_id, waiting_for having sum(n) <> 0
        $$`);
    // Only a role that may create objects in the schema can own a function; the privilege is revoked at once.
    this.addSql(`grant create on schema public to uslimato_lookup`);
    for (const lookup of lookups) {
      this.addSql(`alter function ${lookup} owner to uslimato_lookup`);
      this.addSql(`revoke all on function ${lookup} from public`);
      this.addSql(`grant execute on function ${lookup} to uslimato_app`);
    }
    this.addSql(`revoke create on schema public from uslimato_lookup`);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop index ticket_words`);
    this.addSql(`drop function search_words(text, text)`);
    this.addSql(`drop policy lookup_writes on session`);
    this.addSql(`drop policy lookup_writes on ticket_count`);
    this.addSql(`revoke all on ticket_count from uslimato_lookup`);
    for (const table of acrossTenants) {
      this.addSql(`drop policy lookup on ${table}`);
      this.addSql(`revoke all on ${table} from uslimato_lookup`);
    }
  }
}
