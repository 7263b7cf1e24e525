import { Migration } from '@mikro-orm/migrations';

/** Lets the application see which migrations have run: until all of its own have, it is not ready (/readyz). */
export class ShowMigrations extends Migration {
  override up(): void {
    this.addSql(`grant select on schema_migration to uslimato_app`);
  }

  override down(): void {
    this.addSql(`revoke select on schema_migration from uslimato_app`);
  }
}
