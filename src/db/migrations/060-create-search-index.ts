import { Migration } from '@mikro-orm/migrations';
import { giveToLookup, keepToTenant } from '../migration-policies.ts';

/**
 * The index of search (R36, decision 024): what each text of a ticket is found by, the words of each tenant, and the
 * names of people and assets. It is filled by the commands of tickets from now on, and by `npm run search-index` for what
 * was there before.
 */
export class CreateSearchIndex extends Migration {
  override up(): void {
    // `slot` is `title`, `description` or `people`, or the id of a comment's text, an asset or a movement. `place` ranks
    // a hit: 0 title, 1 people and assets, 2 description, 3 conversation. Tokens of what only agents see are negative.
    this.addSql(`
      create table search_entry (
        tenant_id uuid not null,
        ticket_id uuid not null,
        slot text not null,
        place smallint not null check (place between 0 and 3),
        ordinal bigint not null,
        tokens bigint[] not null,
        primary key (tenant_id, ticket_id, slot),
        foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) on delete cascade
      )`);
    // Without a key to the tenant: there are many words, and each new one would lock the tenant's row.
    this.addSql(`
      create table search_word (
        tenant_id uuid not null,
        word text collate "C" not null,
        token bigint not null,
        keys text[] not null,
        primary key (tenant_id, word)
      )`);
    this.addSql(`
      create table search_name (
        tenant_id uuid not null references tenant (id),
        kind text not null check (kind in ('name', 'account', 'asset')),
        id uuid not null,
        token bigint not null,
        words text[] not null,
        keys text[] not null,
        primary key (tenant_id, kind, id)
      )`);
    this.addSql(`
      create table search_rebuild (
        tenant_id uuid primary key references tenant (id),
        after_id uuid,
        finished_at timestamptz(3)
      )`);
    for (const table of ['search_entry', 'search_word', 'search_name', 'search_rebuild']) {
      for (const sql of keepToTenant(table, 'select, insert, update, delete')) this.addSql(sql);
    }
    for (const table of readByLookup) {
      this.addSql(`create policy lookup on ${table} for select to uslimato_lookup using (true)`);
      this.addSql(`grant select on ${table} to uslimato_lookup`);
    }
    // `keys` is what words are found by (src/db/search/word-keys.ts). The ranges of numbers that a ticket belongs to, from narrow to wide: a search goes through them, newest first. They
    // lie above all tokens of words, which have 53 bits.
    this.addSql(`
      create function search_range(of_tenant uuid, level integer, ordinal bigint) returns bigint
        language sql immutable parallel safe as $$
          select 4611686018427387904
            + ((('x' || right(of_tenant::text, 8))::bit(32)::bigint & 1073741823) << 32)
            + (level::bigint << 28) + ((ordinal - 1) >> (6 + 3 * level))
        $$`);
    this.addSql(`create index search_entry_tokens on search_entry using gin (tokens) with (fastupdate = off)`);
    this.addSql(`create index search_word_keys on search_word using gin (keys) with (fastupdate = off)`);
    this.addSql(`create index search_name_keys on search_name using gin (keys) with (fastupdate = off)`);
    for (const sql of functions) this.addSql(sql);
    for (const sql of giveToLookup(signatures)) this.addSql(sql);
  }

  override down(): void {
    for (const signature of signatures.toReversed()) this.addSql(`drop function ${signature}`);
    this.addSql(`drop policy lookup on ticket_counter`);
    this.addSql(`revoke all on ticket_counter from uslimato_lookup`);
    this.addSql(`drop table search_rebuild, search_name, search_word, search_entry`);
    this.addSql(`drop function search_like(text, boolean)`);
    this.addSql(`drop function search_range(uuid, integer, bigint)`);
  }
}

const readByLookup = ['search_entry', 'search_word', 'search_name', 'ticket_counter'];

const signatures = [
  'search_names(text, text[], boolean)',
  'search_tokens(text[], boolean, text)',
  'search_tickets(jsonb, bigint, integer, boolean)',
  'search_named(text, jsonb)',
];

const tenant = `nullif(current_setting('app.tenant', true), '')::uuid`;

const functions = [
  // The keys that a word has to have to begin with the text or to contain it.
  `create function search_like(form text, as_stem boolean) returns text[]
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select case
        when as_stem then array(
          select distinct '~' || stem
          from unnest(ts_lexize('pg_catalog.german_stem', form) || ts_lexize('pg_catalog.english_stem', form)) stem)
        when char_length(form) < 3 then array['@' || ${tenant}, '^' || form]
        else array['@' || ${tenant}] || array(select substr(form, n, 3) from generate_series(1, char_length(form) - 2) n)
      end
    $$`,
  // People or assets whose name has a word that is one of the forms, has it as a part, or shares its stem.
  `create function search_names(of_kind text, forms text[], partly boolean) returns table (id uuid, token bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
      select n.id, n.token from unnest(forms) form, search_name n
      where n.keys @> search_like(form, false) and n.kind = of_kind
        and exists (select 1 from unnest(n.words) w where w = form or partly and
          case when char_length(form) < 3 then starts_with(w, form) else strpos(w, form) > 0 end)
      union
      select n.id, n.token from unnest(forms) form, search_name n
      where partly and n.keys @> array['@' || ${tenant}]
        and n.keys && search_like(form, true) and n.kind = of_kind
    $$`,
  // The tokens of one word of a search, and of the people whose name it is. Of very many words that begin with a form or
  // contain it, the shortest count.
  `create function search_tokens(forms text[], partly boolean, people text) returns bigint[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
      declare
        of_tenant uuid := ${tenant};
        found bigint[];
        more bigint[];
        form text;
      begin
        select array_agg(w.token) into found from search_word w where w.tenant_id = of_tenant and w.word = any (forms);
        found := coalesce(found, '{}') || array(select n.token from search_names(people, forms, partly) n limit 250);
        if not partly then return found; end if;
        foreach form in array forms loop
          found := found || array(
            select w.token from (
              select b.word, b.token from search_word b
              where b.tenant_id = of_tenant and b.word >= form and b.word < form || chr(1114111) limit 5000) w
            order by char_length(w.word), w.word limit 200);
          if char_length(form) >= 3 then
            found := found || array(
              select w.token from (
                select c.word, c.token from search_word c
                where c.keys @> search_like(form, false)
                  and strpos(c.word, form) > 1 limit 2000) w
              order by char_length(w.word), w.word limit 100);
          end if;
          select array_agg(w.token) into more from search_word w
          where w.keys @> array['@' || of_tenant]
            and w.keys && search_like(form, true);
          found := found || more;
        end loop;
        return array(select distinct t from unnest(found) t);
      end
    $$`,
  // The tickets in which all words are found, the newest at_most of them: ids, the place of each one's worst word, and
  // its number; whether these are all; and the tokens of each word. own limits it to one reporter's tickets and to what
  // that reporter sees. It goes through ranges of numbers, newest first, narrow ones where much is found and wide ones
  // where little is, beginning in each with the word that was found least. With unless_dense it ends early where one of fifty
  // tickets or more matches.
  `create function search_tickets(asked jsonb, own bigint, at_most integer, unless_dense boolean)
      returns table (ids uuid[], places smallint[], ordinals bigint[], complete boolean, sought text[])
    language plpgsql stable security definer
    set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
      declare
        of_tenant uuid := ${tenant};
        widest constant integer := 4;
        most_read constant integer := case when unless_dense then 100000 else 30000 end;
        most_at_once integer;
        each jsonb;
        wanted bigint[];
        counts bigint[] := '{}';
        n bigint;
        more bigint;
        total bigint := 0;
        upper bigint;
        newest bigint;
        level integer := 1;
        reach bigint[];
        at integer;
        here uuid[];
        here_places smallint[];
        here_ordinals bigint[];
      begin
        ids := '{}'; places := '{}'; ordinals := '{}'; sought := '{}'; complete := true;
        select last into upper from ticket_counter where tenant_id = of_tenant;
        for each in select * from jsonb_array_elements(asked) loop
          wanted := search_tokens(array(select jsonb_array_elements_text(each->'forms')), (each->>'partly')::boolean,
            case when own is null then 'account' else 'name' end);
          if own is null then wanted := wanted || array(select -t from unnest(wanted) t); end if;
          sought := sought || wanted::text;
          if wanted = '{}' then upper := 0; end if;
        end loop;
        if coalesce(upper, 0) = 0 or asked = '[]' then return next; return; end if;
        if cardinality(sought) > 1 then
          reach := array_remove(array[search_range(of_tenant, 2, upper), own], null);
          for at in 1..cardinality(sought) loop
            wanted := sought[at]::bigint[];
            select count(*) into n from search_entry e where e.tokens @> reach and e.tokens && wanted;
            counts := counts || n;
          end loop;
          select array_agg(s.each order by s.counted, length(s.each)) into sought from unnest(sought, counts) s (each, counted);
        end if;
        newest := upper;
        -- The other words are looked up in each ticket that has the first one.
        most_at_once := case when cardinality(sought) > 1 then 3000 else 20000 end;
        while upper > 0 and cardinality(ids) < at_most and total < most_read loop
          exit when unless_dense and cardinality(ids) >= 500 and cardinality(ids) * 50 >= newest - upper;
          reach := array_remove(array[search_range(of_tenant, level, upper), own], null);
          wanted := sought[1]::bigint[];
          select array_agg(h.id), array_agg(h.place), array_agg(h.ordinal), sum(h.entries)
            into here, here_places, here_ordinals, n
          from (
            select e.ticket_id, min(e.place), e.ordinal, count(*) from (
              select b.ticket_id, b.place, b.ordinal from search_entry b
              where b.tokens @> reach and b.tokens && wanted and b.tenant_id = of_tenant and b.ordinal <= upper
              limit case when level > 1 then most_at_once + 1 end
            ) e
            group by e.ticket_id, e.ordinal
          ) h (id, place, ordinal, entries);
          n := coalesce(n, 0);
          total := total + n;
          if n > most_at_once and level > 1 then
            level := level - 1;
            continue;
          end if;
          for at in 2..cardinality(sought) loop
            exit when here is null;
            total := total + cardinality(here);
            wanted := sought[at]::bigint[];
            if level > 2 or cardinality(here) <= 300 then
              select array_agg(h.id), array_agg(h.place), array_agg(h.ordinal)
                into here, here_places, here_ordinals
              from (
                select c.id, greatest(c.place, f.place), c.ordinal
                from unnest(here, here_places, here_ordinals) c (id, place, ordinal),
                  lateral (
                    -- The offset keeps the planner from asking the index of tokens once for every ticket.
                    select min(e.place) from (
                      select b.place, b.tokens from search_entry b
                      where b.tenant_id = of_tenant and b.ticket_id = c.id offset 0) e
                    where e.tokens && wanted) f (place)
                where f.place is not null
              ) h (id, place, ordinal);
            else
              select array_agg(h.id), array_agg(h.place), array_agg(h.ordinal), sum(h.entries)
                into here, here_places, here_ordinals, more
              from (
                select c.id, greatest(c.place, f.place), c.ordinal, f.entries
                from unnest(here, here_places, here_ordinals) c (id, place, ordinal)
                join (select e.ticket_id, min(e.place), count(*) from search_entry e
                  where e.tokens @> reach and e.tokens && wanted and e.tenant_id = of_tenant
                  group by e.ticket_id) f (id, place, entries) on f.id = c.id
              ) h (id, place, ordinal, entries);
              total := total + coalesce(more, 0);
            end if;
          end loop;
          if here is not null then
            ids := ids || here; places := places || here_places; ordinals := ordinals || here_ordinals;
          end if;
          upper := (upper - 1) >> (6 + 3 * level) << (6 + 3 * level);
          if n < 250 and level < widest then level := level + 1;
          elsif n > 4000 and level > 1 then level := level - 1;
          end if;
        end loop;
        complete := upper <= 0;
        return next;
      end
    $$`,
  // People or assets whose names have all words.
  `create function search_named(of_kind text, asked jsonb) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
      declare
        each jsonb;
        found uuid[];
        more uuid[];
      begin
        for each in select * from jsonb_array_elements(asked) loop
          more := array(select n.id from search_names(of_kind,
            array(select jsonb_array_elements_text(each->'forms')), (each->>'partly')::boolean) n);
          found := case when found is null then more
            else array(select f from unnest(found) f where f = any (more)) end;
        end loop;
        return query select unnest(found);
      end
    $$`,
];
