import { Migration } from '@mikro-orm/migrations';
import { keepToTenant } from '../migration-policies.ts';

/** Which assets and which movement a ticket is about. */
export class LinkTicketsToAssets extends Migration {
  override up(): void {
    this.addSql(`alter table ticket_text drop constraint ticket_text_kind_check`);
    this.addSql(`alter table ticket_text add constraint ticket_text_kind_check
      check (kind in ('title', 'description', 'comment', 'reason', 'asset', 'movement'))`);
    // No foreign key to the asset: the ticket's record of it outlives it (R28).
    this.addSql(`alter table ticket
      add column asset_ids uuid[] not null default '{}',
      add column movement_id uuid,
      add column movement_asset_id uuid,
      add column movement_text_id uuid,
      add check (num_nulls(movement_id, movement_asset_id, movement_text_id) in (0, 3)),
      add foreign key (tenant_id, movement_text_id) references ticket_text (tenant_id, id) deferrable initially deferred`);
    this.addSql(`create index ticket_movement on ticket (tenant_id, movement_id) where movement_id is not null`);
    this.addSql(`
      create table ticket_asset (
        tenant_id uuid not null,
        ticket_id uuid not null,
        asset_id uuid not null,
        text_id uuid not null,
        linked_at timestamptz(3) not null,
        primary key (tenant_id, ticket_id, asset_id),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        foreign key (tenant_id, text_id) references ticket_text (tenant_id, id)
      )`);
    this.addSql(`create index ticket_asset_asset on ticket_asset (tenant_id, asset_id, ticket_id)`);
    // Exists exactly while the ticket is active: the foreign key keeps the asset from being deleted.
    this.addSql(`
      create table asset_link (
        tenant_id uuid not null,
        asset_id uuid not null,
        ticket_id uuid not null,
        primary key (tenant_id, asset_id, ticket_id),
        foreign key (tenant_id, asset_id) references asset (tenant_id, id) on delete restrict,
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
      )`);
    this.addSql(`create index asset_link_ticket on asset_link (tenant_id, ticket_id)`);
    for (const table of ['ticket_asset', 'asset_link']) {
      for (const sql of keepToTenant(table, 'select, insert, delete')) this.addSql(sql);
    }
  }

  override down(): void {
    this.addSql(`drop table asset_link, ticket_asset`);
    this.addSql(`alter table ticket drop column asset_ids, drop column movement_id, drop column movement_asset_id,
      drop column movement_text_id`);
    this.addSql(`alter table ticket_text drop constraint ticket_text_kind_check`);
    this.addSql(`alter table ticket_text add constraint ticket_text_kind_check
      check (kind in ('title', 'description', 'comment', 'reason')) not valid`);
  }
}
