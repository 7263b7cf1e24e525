import { Migration } from '@mikro-orm/migrations';
import { keepToTenant, letLookup } from '../migration-policies.ts';

/** The limits of a licence (R13), its version for concurrent changes, and the audit trail of its changes. */
export class AddQuotas extends Migration {
  override up(): void {
    // Licences sold before there were limits get the smallest ones ever offered; the platform team raises them.
    this.addSql(`alter table licence
      add column max_agents integer not null default 10 check (max_agents between 0 and 100000),
      add column max_emails_month integer not null default 10000 check (max_emails_month between 0 and 100000000),
      add column version integer not null default 1 check (version > 0)`);
    this.addSql(`alter table licence alter column max_agents drop default, alter column max_emails_month drop default`);
    this.addSql(`
      create table licence_change (
        tenant_id uuid not null references tenant (id),
        version integer not null check (version > 0),
        at timestamptz(3) not null,
        by_id uuid,
        before jsonb,
        after jsonb not null,
        primary key (tenant_id, version)
      )`);
    this.addSql(`create index licence_change_at on licence_change (at desc)`);
    for (const sql of keepToTenant('licence_change', 'select, insert')) this.addSql(sql);
    for (const sql of letLookup('licence_change', 'select')) this.addSql(sql);
    this.addSql(`create index notice_sent on notice (tenant_id, sent_at) where sent_at is not null`);
  }

  override down(): void {
    this.addSql(`drop index notice_sent`);
    this.addSql(`drop table licence_change`);
    this.addSql(`alter table licence drop column max_agents, drop column max_emails_month, drop column version`);
  }
}
