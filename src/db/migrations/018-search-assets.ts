import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

/** Asset search: all words, each from its beginning, in name, inventory number and serial number. */
export class SearchAssets extends Migration {
  override up(): void {
    this.addSql(`
      create function asset_search_words(name text, inventory_number text, serial_number text) returns tsvector
        language sql immutable parallel safe as $$
          select to_tsvector('simple', regexp_replace(
            name || ' ' || inventory_number || ' ' || coalesce(serial_number, ''), '[^[:alnum:]]+', ' ', 'g'))
        $$`);
    this.addSql(`create index asset_words on asset
      using gin (asset_search_words(name, inventory_number, serial_number))`);
    this.addSql(`create policy lookup on asset for select to uslimato_lookup using (true)`);
    this.addSql(`grant select on asset to uslimato_lookup`);
    // The index is used outside policies only, so the function takes the tenant from the transaction instead.
    this.addSql(`
      create function asset_search(words text) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select a.id from asset a
          where a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
            and asset_search_words(a.name, a.inventory_number, a.serial_number) @@ (
              select to_tsquery('simple', string_agg('''' || word || ''':*', ' & '))
              from regexp_split_to_table(words, '[^[:alnum:]]+') as word where word <> '')
        $$`);
    for (const sql of giveToLookup(['asset_search(text)'])) this.addSql(sql);
  }

  override down(): void {
    this.addSql(`drop function asset_search(text)`);
    this.addSql(`revoke all on asset from uslimato_lookup`);
    this.addSql(`drop policy lookup on asset`);
    this.addSql(`drop index asset_words`);
    this.addSql(`drop function asset_search_words(text, text, text)`);
  }
}
