import { Migration } from '@mikro-orm/migrations';
import { accountColumns, giveToLookup, keepToAccount, keepToLookup, letLookup } from '../migration-policies.ts';

const lookups = ['passkey_find(bytea)', 'challenge_spend(bytea, timestamptz)'];

/**
 * What people prove their identity with besides their password: an authenticator app, passkeys, and recovery codes for
 * when both are lost. Secrets are sealed with a key outside the database; codes are stored as digests.
 */
export class CreateSecondFactors extends Migration {
  override up(): void {
    // `last_step`: the newest time step (30 s) whose code was accepted. No code is accepted twice.
    this.addSql(`
      create table account_totp (
        ${accountColumns},
        sealed_secret bytea not null,
        last_step bigint not null,
        created_at timestamptz(3) not null,
        primary key (user_id)
      )`);
    this.addSql(`
      create table account_recovery_code (
        ${accountColumns},
        code_hash bytea not null check (length(code_hash) = 32),
        primary key (user_id, code_hash)
      )`);
    this.addSql(`
      create table account_passkey (
        ${accountColumns},
        id uuid primary key,
        credential_id bytea not null unique,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        name text not null check (name <> ''),
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3)
      )`);
    this.addSql(`create index account_passkey_user on account_passkey (user_id, created_at)`);
    for (const sql of keepToAccount('account_totp', 'select, insert, delete')) this.addSql(sql);
    for (const sql of keepToAccount('account_recovery_code', 'select, insert, delete')) this.addSql(sql);
    for (const sql of keepToAccount('account_passkey', 'select, insert, delete')) this.addSql(sql);
    this.addSql(`grant update (last_step) on account_totp to uslimato_app`);
    this.addSql(`grant update (counter, last_used_at) on account_passkey to uslimato_app`);
    // Saving a platform user also removes the second steps that they have lost.
    for (const table of ['account_totp', 'account_recovery_code', 'account_passkey']) {
      this.addSql(`create policy by_owner on ${table} to current_user using (tenant_id is null)`);
    }
    for (const sql of letLookup('account_passkey', 'select')) this.addSql(sql);
    // The owner of a passkey, before anybody is known.
    this.addSql(`
      create function passkey_find(wanted bytea) returns table (tenant_id uuid, user_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.tenant_id, k.user_id from account_passkey k
          where k.credential_id = wanted and (
            exists (select 1 from app_user u where u.tenant_id = k.tenant_id and u.id = k.user_id and u.active)
            or exists (select 1 from platform_user p where p.id = k.platform_user_id and p.active))
        $$`);
    // Challenges are signed and not stored; answered ones are stored until they would have expired anyway.
    this.addSql(`create table spent_challenge (digest bytea primary key, ends_at timestamptz(3) not null)`);
    for (const sql of keepToLookup('spent_challenge', 'select, insert, delete')) this.addSql(sql);
    this.addSql(`
      create function challenge_spend(given bytea, until timestamptz) returns boolean
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from spent_challenge where ends_at < now();
          insert into spent_challenge (digest, ends_at) values (given, until) on conflict do nothing;
          return found;
        end
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table spent_challenge, account_passkey, account_recovery_code, account_totp`);
  }
}
