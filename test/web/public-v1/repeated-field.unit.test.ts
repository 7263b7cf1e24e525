import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedField } from '../../../web/public-v1/repeated-field.ts';

describe('a field that stands twice', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"a":{"b":1},"c":[0,{"b":1,"b":2}]}', '/c/1/b'],
    ['[[],[{"":1,"":2}]]', '/1/0/'],
    ['{"~/":1 , "~/" : 2}', '/~0~1'],
  ])('%s is found at %s', (text, pointer) => {
    expect(repeatedField(text)).toBe(pointer);
  });

  it.each([
    ['{"a":"a","b":"a:"}'],
    ['{"a":{"a":{"a":[]}}}'],
    ['[{"a":1},{"a":2}]'],
    ['{"a":"\\"a\\":{"}'],
    ['"a"'],
    ['1'],
  ])('%s has none', (text) => {
    expect(repeatedField(text)).toBeNull();
  });

  it('is in nothing that JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(repeatedField(JSON.stringify(value))).toBeNull()));
  });
});
