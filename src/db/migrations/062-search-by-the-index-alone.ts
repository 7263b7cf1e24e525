import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';

/** Retires the searches of titles, numbers and assets by whole words, which knew nothing of accents and parts. */
export class SearchByTheIndexAlone extends Migration {
  override up(): void {
    this.addSql(`drop function ticket_search(text)`);
    this.addSql(`drop index ticket_words`);
    this.addSql(`drop function search_words(text, text)`);
    this.addSql(`drop function asset_search(text)`);
    this.addSql(`drop index asset_words`);
    this.addSql(`drop function asset_search_words(text, text, text)`);
  }

  override down(): void {
    this.addSql(`
      create function search_words(number text, title text) returns tsvector
        language sql immutable parallel safe as $$
          select to_tsvector('simple', regexp_replace(number || ' ' || title, '[^[:alnum:]]+', ' ', 'g'))
        $$`);
    this.addSql(`create index ticket_words on ticket using gin (search_words(number, title))`);
    this.addSql(`
      create function ticket_search(words text) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select k.id from ticket k
          where k.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
            and search_words(k.number, k.title) @@ (
              select to_tsquery('simple', string_agg('''' || word || ''':*', ' & '))
              from regexp_split_to_table(words, '[^[:alnum:]]+') as word where word <> '')
        $$`);
    this.addSql(`
      create function asset_search_words(name text, inventory_number text, serial_number text) returns tsvector
        language sql immutable parallel safe as $$
          select to_tsvector('simple', regexp_replace(
            name || ' ' || inventory_number || ' ' || coalesce(serial_number, ''), '[^[:alnum:]]+', ' ', 'g'))
        $$`);
    this.addSql(`create index asset_words on asset
      using gin (asset_search_words(name, inventory_number, serial_number))`);
    this.addSql(`
      create function asset_search(words text) returns setof uuid
        language sql stable security definer set search_path = public, pg_temp as $$
          select a.id from asset a
          where a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
            and asset_search_words(a.name, a.inventory_number, a.serial_number) @@ (
              select to_tsquery('simple', string_agg('''' || word || ''':*', ' & '))
              from regexp_split_to_table(words, '[^[:alnum:]]+') as word where word <> '')
        $$`);
    for (const sql of giveToLookup(['ticket_search(text)', 'asset_search(text)'])) this.addSql(sql);
  }
}
