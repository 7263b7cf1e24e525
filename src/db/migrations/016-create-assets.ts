import { Migration } from '@mikro-orm/migrations';
import { keepToTenant } from '../migration-policies.ts';

/** The platform's assets, their movements and their history, as far as tickets need them (R26 to R30). */
export class CreateAssets extends Migration {
  override up(): void {
    this.addSql(`
      create table asset (
        tenant_id uuid not null references tenant (id),
        id uuid not null,
        version integer not null default 1 check (version > 0),
        inventory_number text not null check (inventory_number <> ''),
        name text not null check (name <> ''),
        category text not null check (category in
          ('computer', 'display', 'phone', 'printer', 'network', 'server', 'peripheral', 'other')),
        serial_number text,
        holder_id uuid,
        location text,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        primary key (tenant_id, id),
        unique (tenant_id, inventory_number),
        foreign key (tenant_id, holder_id) references app_user (tenant_id, id)
      )`);
    this.addSql(`create index asset_holder on asset (tenant_id, holder_id) where holder_id is not null`);
    this.addSql(`create index asset_name on asset (tenant_id, name, id)`);
    this.addSql(`
      create table asset_movement (
        tenant_id uuid not null,
        id uuid not null,
        asset_id uuid not null,
        kind text not null check (kind in ('hand_over', 'move', 'return', 'repair')),
        from_holder_id uuid,
        to_holder_id uuid,
        from_location text,
        to_location text,
        note text,
        happened_at timestamptz(3) not null,
        recorded_at timestamptz(3) not null,
        recorded_by_id uuid not null,
        primary key (tenant_id, id),
        foreign key (tenant_id, asset_id) references asset (tenant_id, id) on delete cascade,
        foreign key (tenant_id, from_holder_id) references app_user (tenant_id, id),
        foreign key (tenant_id, to_holder_id) references app_user (tenant_id, id),
        foreign key (tenant_id, recorded_by_id) references app_user (tenant_id, id)
      )`);
    this.addSql(`create index asset_movement_of on asset_movement (tenant_id, asset_id, happened_at desc, id desc)`);
    this.addSql(`
      create table asset_event (
        tenant_id uuid not null,
        id uuid not null,
        asset_id uuid not null,
        at timestamptz(3) not null,
        actor_kind text not null check (actor_kind in ('user', 'integration', 'mail_link', 'system', 'operator')),
        actor_id text not null,
        fact jsonb not null,
        primary key (tenant_id, id),
        foreign key (tenant_id, asset_id) references asset (tenant_id, id) on delete cascade
      )`);
    this.addSql(`create index asset_event_of on asset_event (tenant_id, asset_id, at desc, id desc)`);
    for (const sql of keepToTenant('asset', 'select, insert, update, delete')) this.addSql(sql);
    // Recorded once: not even the application can change or delete one; they are deleted with their asset.
    for (const sql of keepToTenant('asset_movement', 'select, insert')) this.addSql(sql);
    for (const sql of keepToTenant('asset_event', 'select, insert')) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop table asset_event, asset_movement, asset`);
  }
}
