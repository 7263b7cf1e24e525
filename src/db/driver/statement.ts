import { isRaw } from '@mikro-orm/core';

/** A statement as PostgreSQL takes it: with `$1`, `$2` ... for its values. */
export type Statement = Readonly<{ text: string; values: readonly unknown[] }>;

/** What the ORM's platform knows of writing SQL. */
type Quoting = Readonly<{ quoteIdentifier(id: unknown): string }>;

/**
 * Makes a statement of the ORM's SQL, in which `?` stands for a value, `??` for a name and `\?` for a question mark. One
 * text for all values, so that PostgreSQL plans it once: a list after `in` goes as one array.
 */
export function statementOf(sql: string, params: readonly unknown[], quoting: Quoting): Statement {
  const values: unknown[] = [];
  return { text: textOf(sql, params, quoting, values), values };
}

const place = /\\\?|\?\?|\?/g;

function textOf(sql: string, params: readonly unknown[], quoting: Quoting, values: unknown[]): string {
  if (params.length === 0) return sql;
  let text = '';
  let from = 0;
  let next = 0;
  for (const { 0: found, index } of sql.matchAll(place)) {
    const before = sql.slice(from, index);
    from = index + found.length;
    if (found === '\\?') {
      text += `${before}?`;
      continue;
    }
    const param = params[next];
    if (param === undefined) throw new TypeError(`Value ${next + 1} of a statement is missing: ${sql.slice(0, 200)}`);
    next += 1;
    if (found === '??') {
      text += before + quoting.quoteIdentifier(param);
      continue;
    }
    const list = Array.isArray(param) ? listOf(before, sql.slice(from)) : null;
    if (list === null) text += before + valueText(param, quoting, values);
    else {
      text += `${list.before}$${values.push((param as unknown[]).map((each) => valueOf(each)))}`;
    }
  }
  return text + sql.slice(from);
}

const inList = /(\bnot\s+)?\bin\s*\(\s*$/i;

/** `x in (` before a list, and `)` after it, become `x = any(` ... `)`. Null where the list stands elsewhere. */
function listOf(before: string, after: string): { before: string } | null {
  const found = inList.exec(before);
  if (found === null || !/^\s*\)/.test(after)) return null;
  return { before: before.slice(0, found.index) + (found[1] === undefined ? '= any(' : '<> all(') };
}

function valueText(param: unknown, quoting: Quoting, values: unknown[]): string {
  if (isRaw(param)) return textOf(param.sql, param.params, quoting, values);
  if (Array.isArray(param)) return param.map((each) => valueText(each, quoting, values)).join(', ');
  return `$${values.push(valueOf(param))}`;
}

/** The value as pg sends it; what is JSON is written here. */
function valueOf(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) return JSON.stringify(value);
  return value;
}
