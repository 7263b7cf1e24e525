import { Migration } from '@mikro-orm/migrations';

const histories = ['ticket_event', 'asset_event'];

/** The key by which somebody has acted, where it was one. What a key did before it was named stays its person's. */
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
