import { expect, it } from '@jest/globals';
import { localPath } from '../../../web/http/local-path.ts';

it.each(['/', '/desk', '/tickets?view=mine&q=a%20b', '/tickets/TKT-000001#last', '/a//b'])('keeps %p', (path) => {
  expect(localPath(path)).toBe(path);
});

it.each([
  undefined,
  7,
  ['/desk'],
  '',
  'desk',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/a\\b',
  '/\n/evil.example',
  '/\t/evil.example',
  ' /desk',
  'https://evil.example/',
  'javascript:alert(1)',
  `/${'a'.repeat(2000)}`,
])('refuses %p', (path) => {
  expect(localPath(path)).toBeUndefined();
});
