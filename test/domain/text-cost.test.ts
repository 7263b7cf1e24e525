import { describe, expect, test } from '@jest/globals';
import { fillTemplate, parseTemplate, placeholders } from '../../src/domain/placeholders.ts';
import {
  checkLine,
  checkName,
  checkReference,
  checkSubject,
  checkText,
  checkTitle,
  utf8Length,
} from '../../src/domain/text.ts';
import { costlyTexts, hostileTexts } from '../support/text-cost.ts';

const rule = {
  field: 'x',
  empty: 'refusal.name.unreadable',
  tooLong: 'refusal.name.too_long',
  limit: 64 * 1024,
} as const;
const values = (text: string) =>
  Object.fromEntries(placeholders.map((name) => [name, text])) as Parameters<typeof fillTemplate>[1];

const rules: [name: string, handle: (text: string) => unknown][] = [
  ['checkTitle', checkTitle],
  ['checkName', (text) => checkName(text, 'name', 'refusal.name.person')],
  ['checkLine', (text) => checkLine(text, rule)],
  ['checkSubject', checkSubject],
  ['checkReference', checkReference],
  ['checkText', (text) => checkText(text, 'body', 'refusal.comment.empty')],
  ['utf8Length', utf8Length],
  ['parseTemplate', (text) => parseTemplate(text, 'html')],
  ['fillTemplate, html', (text) => fillTemplate([{ name: 'comment_body' }], values(text), 'html')],
  ['fillTemplate, text', (text) => fillTemplate([{ name: 'comment_body' }], values(text), 'text')],
  ['fillTemplate, subject', (text) => fillTemplate([{ name: 'comment_body' }], values(text), 'subject')],
];

describe('a text of a stranger', () => {
  test.each(rules)('costs %s no more than it is long', (_name, handle) => {
    expect(costlyTexts(hostileTexts, 64 * 1024, handle)).toEqual([]);
  });
});
