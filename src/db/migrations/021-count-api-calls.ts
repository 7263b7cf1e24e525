import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

/** The functions that count calls and guesses, by signature. */
export const callCounts = ['api_call_count(uuid, uuid, integer, integer, boolean)', 'api_guess_count(uuid)'];

/** A minute begins with the first call in it. */
const minute = `interval '1 minute'`;

/** The table of the minutes, and its counting column: 045 gives both a wider name. */
type Minutes = Readonly<{ table: string; used: string }>;

const minutes: Minutes = { table: 'api_minute', used: 'calls' };

/** Counts one more in the current minute of a subject, starting a new minute if the last one is over. */
const countIn = ({ table, used }: Minutes, subject: string): string => `
  insert into ${table} as m (subject_id, began_at, ${used}) values (${subject}, clock_timestamp(), 1)
  on conflict (subject_id) do update set
    ${used} = case when m.began_at > clock_timestamp() - ${minute} then m.${used} + 1 else 1 end,
    began_at = case when m.began_at > clock_timestamp() - ${minute} then m.began_at else clock_timestamp() end
  returning m.${used} as calls, m.began_at`;

const secondsLeft = (began: string): string =>
  `greatest(1, ceil(extract(epoch from ${began} + ${minute} - clock_timestamp())))::integer`;

/**
 * One statement for limit and usage. The rows are locked in one order, key before tenant, so that callers never
 * deadlock. If the tenant has no room for a call, it is given back to the key.
 */
export const apiCallCount = (of: Minutes): string => `
  create function api_call_count(of_tenant uuid, of_key uuid, key_limit integer, tenant_limit integer,
      writes boolean, out allowed boolean, out key_left integer, out key_seconds integer, out tenant_left integer,
      out tenant_seconds integer)
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      of_the_key record;
      of_the_tenant record;
    begin
      ${countIn(of, 'of_key')} into of_the_key;
      key_left := greatest(0, key_limit - of_the_key.calls);
      key_seconds := ${secondsLeft('of_the_key.began_at')};
      allowed := of_the_key.calls <= key_limit;
      if allowed then
        ${countIn(of, 'of_tenant')} into of_the_tenant;
        allowed := of_the_tenant.calls <= tenant_limit;
        if not allowed then
          update ${of.table} m set ${of.used} = m.${of.used} - 1 where m.subject_id = of_key;
          key_left := key_left + 1;
        end if;
      else
        select m.${of.used} as calls, m.began_at into of_the_tenant from ${of.table} m
        where m.subject_id = of_tenant and m.began_at > clock_timestamp() - ${minute};
      end if;
      tenant_left := greatest(0, tenant_limit - coalesce(of_the_tenant.calls, 0));
      tenant_seconds := coalesce(${secondsLeft('of_the_tenant.began_at')}, 60);
      if allowed then
        insert into api_usage as u (tenant_id, key_id, day, route_class, calls)
        values (of_tenant, of_key, (now() at time zone 'UTC')::date,
          case when writes then 'write' else 'read' end, 1)
        on conflict (tenant_id, key_id, day, route_class) do update set calls = u.calls + 1;
      end if;
      -- A write is on disk before it is carried out. A read does not wait for that: if the database server itself
      -- crashes, at most the reads of its last three wal_writer_delay (0.6 s) are forgotten.
      if not writes then
        perform set_config('synchronous_commit', 'off', true);
      end if;
    end
    $$`;

/**
 * Counts an invalid key against its address. Whoever tries keys also pays for cleaning up; `ended` says what is over.
 */
export const apiGuessCount = (of: Minutes, ended = `m.began_at < now() - ${minute}`): string => `
  create function api_guess_count(of_address uuid, out guesses integer, out seconds integer)
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      counted record;
    begin
      delete from ${of.table} where subject_id in (
        select m.subject_id from ${of.table} m where ${ended} for update skip locked);
      ${countIn(of, 'of_address')} into counted;
      guesses := counted.calls;
      seconds := ${secondsLeft('counted.began_at')};
    end
    $$`;

/** How calls of the public API are limited by the minute and counted by the day (R32). */
export class CountApiCalls extends Migration {
  override up(): void {
    // Only about the current minute, so nothing in it has to survive the server: no write-ahead log, no wait for the
    // disk. A subject is a key, a tenant, or an address that presents invalid keys.
    this.addSql(`
      create unlogged table api_minute (
        subject_id uuid primary key,
        began_at timestamptz not null,
        calls integer not null
      ) with (fillfactor = 50)`);
    for (const sql of keepToLookup('api_minute', 'select, insert, update, delete')) this.addSql(sql);
    this.addSql(`
      create table api_usage (
        tenant_id uuid not null,
        key_id uuid not null,
        day date not null,
        route_class text not null check (route_class in ('read', 'write')),
        calls integer not null check (calls > 0),
        primary key (tenant_id, key_id, day, route_class),
        foreign key (tenant_id, key_id) references api_key (tenant_id, id)
      ) with (fillfactor = 70)`);
    for (const sql of keepToTenant('api_usage', 'select')) this.addSql(sql);
    for (const sql of letLookup('api_usage', 'select, insert, update')) this.addSql(sql);

    this.addSql(apiCallCount(minutes));
    this.addSql(apiGuessCount(minutes));
    for (const sql of giveToLookup(callCounts)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of callCounts) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table api_usage, api_minute`);
  }
}
