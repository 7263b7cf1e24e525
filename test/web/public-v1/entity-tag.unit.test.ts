import { describe, expect, it } from '@jest/globals';
import { isNamedIn, versionDemanded } from '../../../web/public-v1/entity-tag.ts';

describe('If-None-Match', () => {
  it.each([
    ['"7"', true],
    ['W/"7"', true],
    ['"6", "7"', true],
    ['*', true],
    ['"8"', false],
    ['"70"', false],
  ])('%s names version 7: %s', (tags, named) => {
    expect(isNamedIn(tags, 7)).toBe(named);
  });
});

describe('If-Match', () => {
  it.each([
    ['"7"', 7],
    ['"6"', 6],
    ['"6", "7"', 7],
    ['"6","5"', 6],
    ['*', 'any'],
    ['"6", *', 'any'],
    ['W/"7"', 'none'],
    ['"07"', 'none'],
    ['"x"', 'none'],
    ['""', 'none'],
  ])('%s demands %s of a ticket at version 7', (tags, demanded) => {
    expect(versionDemanded(tags, 7)).toBe(demanded);
  });
});
