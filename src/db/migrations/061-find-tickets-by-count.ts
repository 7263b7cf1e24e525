import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

/** Finds a ticket by the count in its number, which a new prefix does not change (R15). */
export class FindTicketsByCount extends Migration {
  override up(): void {
    this.addSql(`
      create function count_in_number(number text) returns bigint
        language sql immutable parallel safe as $$ select substring(number from '[0-9]+$')::bigint $$`);
    this.addSql(`create index ticket_count_in_number on ticket (tenant_id, count_in_number(number))`);
    // The index on the expression is used outside policies only.
    this.addSql(`
      create function ticket_numbered(wanted bigint) returns table (id uuid, number text)
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.id, k.number from ticket k
          where k.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and count_in_number(k.number) = wanted
        $$`);
    for (const sql of giveToLookup(['ticket_numbered(bigint)'])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function ticket_numbered(bigint)`);
    this.addSql(`drop index ticket_count_in_number`);
    this.addSql(`drop function count_in_number(text)`);
  }
}
