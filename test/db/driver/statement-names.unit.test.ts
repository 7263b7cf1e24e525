import { describe, expect, it } from '@jest/globals';
import { StatementNames } from '../../../src/db/driver/statement-names.ts';

describe('the name of a statement', () => {
  it('is given when it comes for the second time, and stays', () => {
    const names = new StatementNames();
    expect(names.nameOf('select 1')).toBeNull();
    const name = names.nameOf('select 1');
    expect(name).toMatch(/^[\w-]{22}\.\d+$/);
    expect(names.nameOf('select 1')).toBe(name);
  });

  it('is another one for another text, and after all were given up', () => {
    const names = new StatementNames();
    const again = (text: string) => [names.nameOf(text), names.nameOf(text)][1];
    const first = again('select 2');
    expect(again('select 3')).not.toBe(first);
    names.renew();
    expect(again('select 2')).not.toBe(first);
  });

  it('is never given to a list that is cut off, which is planned for the tenant that asks', () => {
    const names = new StatementNames();
    const again = (text: string) => [names.nameOf(text), names.nameOf(text)][1];
    expect(again('select id from ticket\n  ORDER BY created_at desc\n  LIMIT $1')).toBeNull();
    expect(again('select * from (select id from ticket order by id limit $1) p join text t using (id)')).toBeNull();
    expect(again('select id from ticket where id = $1 limit $2')).not.toBeNull();
    expect(again('select id from ticket order by id')).not.toBeNull();
  });

  it('is given to 500 statements, and to no more', () => {
    const names = new StatementNames();
    const named = Array.from({ length: 700 }, (_, n) => {
      names.nameOf(`select ${n} + 1`);
      return names.nameOf(`select ${n} + 1`);
    });
    expect(named.filter((name) => name !== null)).toHaveLength(500);
  });
});
