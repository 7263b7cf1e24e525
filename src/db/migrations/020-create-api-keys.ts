import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant, letLookup } from '../migration-policies.ts';

const lookups = ['api_key_find(uuid)'];

/** Keys of the public API (R31), and how many calls per minute the licence allows (R32). */
export class CreateApiKeys extends Migration {
  override up(): void {
    this.addSql(`alter table licence
      add column calls_per_key integer not null default 1200 check (calls_per_key between 1 and 1000000),
      add column calls_per_tenant integer not null default 3000 check (calls_per_tenant between 1 and 1000000)`);
    // A key acts for a person, with their current permissions, or for an integration, with permissions of its own. An
    // integration keeps its id when its key is replaced: history and repeated requests know it by that.
    this.addSql(`
      create table api_key (
        tenant_id uuid not null references tenant (id),
        id uuid not null unique,
        name text not null check (name <> ''),
        environment text not null check (environment in ('live', 'demo')),
        secret_hash bytea not null check (length(secret_hash) = 32),
        scopes text[] not null check (scopes <> '{}' and scopes <@ array['tickets:read', 'tickets:write']),
        user_id uuid,
        integration_id uuid,
        permissions text[] check (permissions <@ array['tickets:create', 'tickets:manage', 'tickets:close',
          'settings:manage', 'assets:manage']),
        created_at timestamptz(3) not null,
        created_by uuid,
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        replaced_by uuid,
        primary key (tenant_id, id),
        foreign key (tenant_id, user_id) references app_user (tenant_id, id),
        foreign key (tenant_id, created_by) references app_user (tenant_id, id),
        foreign key (tenant_id, replaced_by) references api_key (tenant_id, id) deferrable initially deferred,
        check (num_nonnulls(user_id, integration_id) = 1),
        check ((integration_id is null) = (permissions is null))
      )`);
    this.addSql(`create index api_key_user on api_key (tenant_id, user_id) where user_id is not null`);
    this.addSql(
      `create index api_key_integration on api_key (tenant_id, integration_id) where integration_id is not null`,
    );
    for (const sql of keepToTenant('api_key', 'select, insert')) this.addSql(sql);
    // A key's nature and owner stay as they were created: only its end and its use are written later.
    this.addSql(`grant update (expires_at, revoked_at, last_used_at, replaced_by) on api_key to uslimato_app`);
    for (const sql of letLookup('api_key', 'select')) this.addSql(sql);
    this.addSql(`
      create function api_key_find(wanted uuid)
        returns table (tenant_id uuid, tenant_name text, secret_hash bytea, user_id uuid, integration_id uuid,
          permissions text[], scopes text[], use_is_noted boolean, licence_active boolean,
          licence_valid_until timestamptz, licence_flags text[], calls_per_key integer, calls_per_tenant integer)
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.tenant_id, t.name, k.secret_hash, k.user_id, k.integration_id,
            coalesce(k.permissions, array(
              select distinct p.permission
              from permission_group g
              join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id
              where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
                select 1 from group_member m
                where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id))
              order by 1)),
            k.scopes, coalesce(k.last_used_at > now() - interval '1 minute', false),
            l.active, l.valid_until, l.flags, l.calls_per_key, l.calls_per_tenant
          from api_key k
          join tenant t on t.id = k.tenant_id
          left join app_user u on u.tenant_id = k.tenant_id and u.id = k.user_id
          left join licence l on l.tenant_id = k.tenant_id
          where k.id = wanted and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
            and (k.user_id is null or u.active)
        $$`);
    for (const sql of giveToLookup(lookups)) this.addSql(sql);
  }

  override down(): void {
    for (const lookup of lookups) this.addSql(`drop function ${lookup}`);
    this.addSql(`drop table api_key`);
    this.addSql(`alter table licence drop column calls_per_key, drop column calls_per_tenant`);
  }
}
