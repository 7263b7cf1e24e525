import { Migration } from '@mikro-orm/migrations';
import { keepToTenant } from '../migration-policies.ts';

/** Who changed which setting of the tenant, when, from what to what. Append-only. */
export class CreateSettingsLog extends Migration {
  override up(): void {
    this.addSql(`
      create table settings_change (
        tenant_id uuid not null references tenant (id),
        id uuid not null,
        sequence bigint generated always as identity,
        at timestamptz(3) not null,
        by_id uuid not null,
        kind text not null,
        user_id uuid,
        subject text,
        before jsonb,
        after jsonb,
        primary key (tenant_id, id),
        unique (tenant_id, sequence),
        foreign key (tenant_id, by_id) references app_user (tenant_id, id),
        foreign key (tenant_id, user_id) references app_user (tenant_id, id)
      )`);
    for (const sql of keepToTenant('settings_change', 'select, insert')) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop table settings_change`);
  }
}
