import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToLookup } from '../migration-policies.ts';

const lookups = [
  'platform_sign_in_lookup(text)',
  'platform_session_open(bytea, uuid, interval)',
  'platform_session_find(bytea, interval)',
  'platform_session_close(bytea)',
  'platform_session_close_all(uuid)',
  'platform_team()',
];

/**
 * The platform team: people of no tenant. The application reaches them through functions only; the owner creates them.
 */
export class CreatePlatformUsers extends Migration {
  override up(): void {
    this.addSql(`
      create table platform_user (
        id uuid primary key,
        email text not null unique check (email = lower(email)),
        name text not null check (name <> ''),
        password_hash text not null,
        active boolean not null default true,
        created_at timestamptz(3) not null default now()
      )`);
    this.addSql(`
      create table platform_session (
        id_hash bytea primary key,
        user_id uuid not null references platform_user (id),
        created_at timestamptz(3) not null default now(),
        seen_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null
      )`);
    this.addSql(`create index platform_session_of_user on platform_session (user_id)`);
    for (const sql of keepToLookup('platform_user', 'select')) this.addSql(sql);
    for (const sql of keepToLookup('platform_session', 'select, insert, update, delete')) this.addSql(sql);
    this.addSql(`create policy by_owner on platform_user to current_user using (true) with check (true)`);

    this.addSql(`
      create function platform_sign_in_lookup(wanted text) returns table (user_id uuid, password_hash text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select u.id, u.password_hash from platform_user u where u.email = lower(wanted) and u.active
        $$`);
    this.addSql(`
      create function platform_session_open(new_hash bytea, of_user uuid, lasts interval) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from platform_session s where s.expires_at < now();
          insert into platform_session (id_hash, user_id, expires_at) values (new_hash, of_user, now() + lasts)
        $$`);
    this.addSql(`
      create function platform_session_find(wanted bytea, idle interval)
        returns table (user_id uuid, email text, name text)
        language sql security definer set search_path = public, pg_temp as $$
          update platform_session s set seen_at = now()
          where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
            and s.seen_at < now() - interval '1 minute';
          select u.id, u.email, u.name from platform_session s
          join platform_user u on u.id = s.user_id and u.active
          where s.id_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle
        $$`);
    this.addSql(`
      create function platform_session_close(wanted bytea) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from platform_session s where s.id_hash = wanted
        $$`);
    this.addSql(`
      create function platform_session_close_all(of_user uuid) returns void
        language sql security definer set search_path = public, pg_temp as $$
          delete from platform_session s where s.user_id = of_user
        $$`);
    this.addSql(`
      create function platform_team() returns table (user_id uuid, email text, name text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select u.id, u.email, u.name from platform_user u where u.active order by u.name, u.id
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table platform_session, platform_user`);
  }
}
