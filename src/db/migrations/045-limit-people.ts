import { Migration } from '@mikro-orm/migrations';
import { giveToLookup } from '../migration-policies.ts';
import { apiCallCount, apiGuessCount, callCounts } from './021-count-api-calls.ts';

const lookup = 'use_count(uuid[], integer[], integer[], integer[])';

const windows = { table: 'use_window', used: 'used' };
const minutes = { table: 'api_minute', used: 'calls' };

/**
 * What people write is limited like calls with keys, but also in windows of more than a minute, and by more than their
 * number: the table of minutes becomes one of windows.
 */
export class LimitPeople extends Migration {
  override up(): void {
    for (const count of callCounts) this.addSql(`drop function ${count}`);
    this.addSql(`alter table api_minute rename to use_window`);
    this.addSql(`alter table use_window rename column calls to used`);
    this.addSql(`alter table use_window add column lasts interval not null default '1 minute'`);
    this.addSql(apiCallCount(windows));
    this.addSql(apiGuessCount(windows, 'm.began_at < now() - m.lasts'));
    // Takes an amount in the window of each subject, or in none of them: then `exceeded` is the index, from 1, of the
    // first that has no room. Callers list their subjects in one fixed order, so that they never deadlock.
    this.addSql(`
      create function use_count(subjects uuid[], amounts integer[], most integer[], lasting integer[],
          out exceeded integer, out seconds integer)
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          counted record;
        begin
          for place in 1 .. coalesce(array_length(subjects, 1), 0) loop
            insert into use_window as w (subject_id, began_at, lasts, used)
            values (subjects[place], clock_timestamp(), make_interval(secs => lasting[place]), amounts[place])
            on conflict (subject_id) do update set
              used = case when w.began_at > clock_timestamp() - excluded.lasts
                then least(w.used::bigint + excluded.used, 2147483647) else excluded.used end,
              began_at = case when w.began_at > clock_timestamp() - excluded.lasts then w.began_at else clock_timestamp() end,
              lasts = excluded.lasts
            returning w.used, w.began_at + w.lasts as ends_at into counted;
            if counted.used > most[place] then
              exceeded := place;
              seconds := greatest(1, ceil(extract(epoch from counted.ends_at - clock_timestamp())))::integer;
              for taken in 1 .. place loop
                update use_window w set used = greatest(0, w.used - amounts[taken]) where w.subject_id = subjects[taken];
              end loop;
              return;
            end if;
          end loop;
        end
        $$`);
    for (const sql of giveToLookup([...callCounts, lookup])) this.addSql(sql);
  }

  override down(): void {
    for (const count of [...callCounts, lookup]) this.addSql(`drop function ${count}`);
    this.addSql(`alter table use_window drop column lasts`);
    this.addSql(`alter table use_window rename column used to calls`);
    this.addSql(`alter table use_window rename to api_minute`);
    this.addSql(apiCallCount(minutes));
    this.addSql(apiGuessCount(minutes));
    for (const sql of giveToLookup(callCounts)) this.addSql(sql);
  }
}
