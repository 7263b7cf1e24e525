import { describe, expect, test } from '@jest/globals';
import { repeatedField } from '../../web/public-v1/repeated-field.ts';
import { isNamedIn } from '../../web/public-v1/entity-tag.ts';
import { localPath } from '../../web/http/local-path.ts';
import { textParts } from '../../web/page/text-parts.ts';
import { costlyTexts, hostileTexts } from '../support/text-cost.ts';

const readers: [name: string, handle: (text: string) => unknown][] = [
  ['textParts', textParts],
  ['localPath', localPath],
  ['isNamedIn', (text) => isNamedIn(text, 1)],
  ['repeatedField', (text) => repeatedField(JSON.stringify({ [text]: [text] }))],
];

describe('a text of a stranger', () => {
  test.each(readers)('costs %s no more than it is long', (_name, handle) => {
    expect(costlyTexts(hostileTexts, 64 * 1024, handle)).toEqual([]);
  });
});
