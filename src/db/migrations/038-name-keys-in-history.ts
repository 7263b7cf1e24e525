import { Migration } from '@mikro-orm/migrations';

const histories = ['ticket_event', 'asset_event'];

/** The key through which somebody acted, if any. What keys did before this stays attributed to their person alone. */
export class NameKeysInHistory extends Migration {
  override up(): void {
    for (const table of histories) {
      this.addSql(`alter table ${table} add column by_key_id uuid,
        add constraint ${table}_by_key check (by_key_id is null or actor_kind = 'user')`);
    }
  }

  override down(): void {
    for (const table of histories) this.addSql(`alter table ${table} drop column by_key_id`);
  }
}
