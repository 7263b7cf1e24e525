import { Migration } from '@mikro-orm/migrations';

/** Whoever is deactivated loses their keys for good; keys of people who are already deactivated end too. */
export class EndKeysOfTheDeactivated extends Migration {
  override up(): void {
    // Under FORCE the owner would see no row.
    for (const table of ['api_key', 'app_user']) this.addSql(`alter table ${table} no force row level security`);
    this.addSql(`
      update api_key k set revoked_at = u.deactivated_at from app_user u
      where u.tenant_id = k.tenant_id and u.id = k.user_id and u.deactivated_at is not null and k.revoked_at is null`);
    for (const table of ['api_key', 'app_user']) this.addSql(`alter table ${table} force row level security`);
  }

  override down(): void {
    // Revoked keys stay revoked.
  }
}
