import { Migration } from '@mikro-orm/migrations';

/** Tenants, people, groups and licences: the part of the platform that the module builds on. */
export class CreateHostTables extends Migration {
  override up(): void {
    this.addSql(`
      create table tenant (
        id uuid primary key,
        name text not null,
        slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
        created_at timestamptz(3) not null default now()
      )`);
    this.addSql(`
      create table app_user (
        tenant_id uuid not null references tenant (id),
        id uuid not null unique,
        email text not null check (email = lower(email)),
        name text not null check (name <> ''),
        password_hash text,
        active boolean not null default true,
        mail_opt_out boolean not null default false,
        created_at timestamptz(3) not null default now(),
        primary key (tenant_id, id)
      )`);
    this.addSql(`create unique index app_user_email on app_user (email)`);
    this.addSql(`
      create table permission_group (
        tenant_id uuid not null references tenant (id),
        id uuid not null,
        name text not null check (name <> ''),
        system_key text check (system_key in ('everyone', 'itsm_agent')),
        primary key (tenant_id, id),
        unique (tenant_id, name),
        unique (tenant_id, system_key)
      )`);
    this.addSql(`
      create table group_permission (
        tenant_id uuid not null,
        group_id uuid not null,
        permission text not null check (permission in
          ('tickets:create', 'tickets:manage', 'tickets:close', 'settings:manage', 'assets:manage')),
        primary key (tenant_id, group_id, permission),
        foreign key (tenant_id, group_id) references permission_group (tenant_id, id) on delete cascade
      )`);
    this.addSql(`
      create table group_member (
        tenant_id uuid not null,
        group_id uuid not null,
        user_id uuid not null,
        primary key (tenant_id, group_id, user_id),
        foreign key (tenant_id, group_id) references permission_group (tenant_id, id) on delete cascade,
        foreign key (tenant_id, user_id) references app_user (tenant_id, id)
      )`);
    this.addSql(`create index group_member_user on group_member (tenant_id, user_id)`);
    this.addSql(`
      create table licence (
        tenant_id uuid primary key references tenant (id),
        active boolean not null,
        valid_until timestamptz(3),
        flags text[] not null check (flags <@ array['agent_portal', 'end_user_portal', 'asset_integration',
          'email_notifications', 'email_templates', 'public_api', 'movement_link'])
      )`);
    this.addSql(`
      create table itsm_settings (
        tenant_id uuid primary key references tenant (id),
        ticket_prefix text not null default 'TKT' check (ticket_prefix ~ '^[A-Z][A-Z0-9]{1,9}$'),
        queue_address text
      )`);
    this.addSql(`
      create table session (
        id_hash bytea primary key,
        tenant_id uuid not null,
        user_id uuid not null,
        created_at timestamptz(3) not null default now(),
        seen_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        foreign key (tenant_id, user_id) references app_user (tenant_id, id)
      )`);
    this.addSql(`create index session_of_user on session (tenant_id, user_id)`);
  }

  override down(): void {
    this.addSql(`drop table session, itsm_settings, licence, group_member, group_permission, permission_group,
      app_user, tenant`);
  }
}
