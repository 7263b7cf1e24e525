import { describe, expect, it } from '@jest/globals';
import { raw } from '@mikro-orm/core';
import { statementOf } from '../../../src/db/driver/statement.ts';

const quoting = { quoteIdentifier: (id: unknown) => `"${String(id)}"` };
const statement = (sql: string, ...params: unknown[]) => statementOf(sql, params, quoting);

describe('a statement', () => {
  it('has its values beside its text', () => {
    expect(statement('select * from a where b = ? and c > ?', 'x', 7)).toEqual({
      text: 'select * from a where b = $1 and c > $2',
      values: ['x', 7],
    });
  });

  it('has names in its text, quoted', () => {
    expect(statement('select ?? from t where a = ?', 'col', 1)).toEqual({
      text: 'select "col" from t where a = $1',
      values: [1],
    });
  });

  it('keeps question marks that are escaped, and those of a statement without values', () => {
    expect(statement(`select a \\? ?`, 'key')).toEqual({ text: 'select a ? $1', values: ['key'] });
    expect(statement(`select 'why?'`)).toEqual({ text: `select 'why?'`, values: [] });
  });

  it.each([
    ['a in (?)', 'a = any($1)'],
    ['a IN ( ?)', 'a = any($1)'],
    ['a not in (?)', 'a <> all($1)'],
    ['(a.x + 1) in (?) and true', '(a.x + 1) = any($1) and true'],
  ])('sends the list of %j as one array, so that its text is the same for every length', (sql, text) => {
    for (const list of [[], ['x'], ['x', 'y', 'z']]) {
      expect(statement(sql, list)).toEqual({ text, values: [list] });
    }
  });

  it('writes other lists value by value', () => {
    expect(statement('values (?)', [1, 'two', null])).toEqual({
      text: 'values ($1, $2, $3)',
      values: [1, 'two', null],
    });
  });

  it('takes in what is written as SQL, with its own values', () => {
    expect(statement('update t set a = ?, b = ?', raw('coalesce(a, ?)', [5]), 6)).toEqual({
      text: 'update t set a = coalesce(a, $1), b = $2',
      values: [5, 6],
    });
  });

  it('sends times in ISO form, objects as JSON, and bytes and null as they are', () => {
    const bytes = Buffer.from([1]);
    expect(statement('values (?, ?, ?, ?)', new Date(0), { a: [1] }, bytes, null).values).toEqual([
      '1970-01-01T00:00:00.000Z',
      '{"a":[1]}',
      bytes,
      null,
    ]);
  });
});
