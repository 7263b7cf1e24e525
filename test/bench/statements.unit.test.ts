import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendStatement, readStatements } from '../../bench/floor/statements.ts';

const folder = mkdtempSync(join(tmpdir(), 'uslimato-statements-'));
afterEach(() => rmSync(folder, { recursive: true }));

test('statements come back in their order, with values as they were', () => {
  const file = join(folder, 'page');
  const at = new Date('2026-01-02T03:04:05Z');
  appendStatement(file, { text: 'begin', values: [] });
  appendStatement(file, { text: 'select $1,\n$2, $3', values: [at, ['ä', null], 7] });
  const [begin, select] = readStatements(file);
  expect(begin).toMatchObject({ text: 'begin', values: [] });
  expect(select).toMatchObject({ text: 'select $1,\n$2, $3', values: [at, ['ä', null], 7] });
  expect(select?.name).not.toBe(begin?.name);
  // PostgreSQL cuts longer names of prepared statements.
  expect(select?.name.length).toBeLessThan(64);
});
