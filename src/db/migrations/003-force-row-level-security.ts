import { Migration } from '@mikro-orm/migrations';

const byTenant = [
  'app_user',
  'permission_group',
  'group_permission',
  'group_member',
  'licence',
  'itsm_settings',
  'session',
  'ticket_counter',
  'ticket',
  'ticket_text',
  'ticket_event',
  'ticket_command',
  'notice',
  'ticket_count',
  'ticket_seen',
];

/** Sessions are reached through functions only: reading SQL must not reveal who is signed in. */
const readByApp = ['tenant', ...byTenant.filter((table) => table !== 'session')];

const setTenant = `nullif(current_setting('app.tenant', true), '')::uuid`;

/** Each tenant's rows are visible only inside its own transactions, for the owner too (design: FORCE). */
export class ForceRowLevelSecurity extends Migration {
  override up(): void {
    for (const [table, column] of [['tenant', 'id'], ...byTenant.map((name) => [name, 'tenant_id'])]) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`create policy own_tenant on ${table}
        using (${column} = ${setTenant}) with check (${column} = ${setTenant})`);
    }
    this.addSql(`grant usage on schema public to uslimato_app, uslimato_lookup`);
    this.addSql(`revoke create on schema public from public`);
    for (const table of readByApp) this.addSql(`grant select, insert, update, delete on ${table} to uslimato_app`);
    // The history is written once: not even the application can change or delete an event.
    this.addSql(`revoke update, delete on ticket_event, ticket_command from uslimato_app`);
  }

  override down(): void {
    for (const table of readByApp) this.addSql(`revoke all on ${table} from uslimato_app`);
    for (const table of ['tenant', ...byTenant]) {
      this.addSql(`drop policy own_tenant on ${table}`);
      this.addSql(`alter table ${table} no force row level security`);
      this.addSql(`alter table ${table} disable row level security`);
    }
  }
}
