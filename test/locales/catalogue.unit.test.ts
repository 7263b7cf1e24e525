import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogues } from '../../src/locales/catalogue.ts';
import { locales } from '../../src/domain/locale.ts';
import { mailEvents } from '../../src/domain/notices.ts';
import { mailKinds } from '../../src/mail/kinds.ts';
import { argumentsOf } from './arguments.ts';
import { callsIn } from './given-values.ts';
import { readSources } from './sources.ts';
import { textsInCode, textsInTemplate } from './texts-outside.ts';
import { patternOf, usedKeys } from './used-keys.ts';

const rooms = readdirSync('src/locales/en').map((file) => file.replace('.json', ''));
const keys = Object.keys(catalogues.en);
const sources = readSources();
const { whole, patterns } = usedKeys(sources, rooms);
const patternsOfCode = [...patterns.keys()].map(patternOf);

const readByPeople = /^(web|src\/(mail|outbox|settings|host|domain))\//;

// The reference of the API is for developers. Answers of our own are stored beside those of mail servers, and what a second
// step was called beside what people call theirs.
const inEnglish =
  /^(web\/public-v1\/(openapi|docs|schemas)\/|src\/outbox\/(delivery|transport)\.ts|src\/host\/identity\/second-step\/second-steps\.ts|src\/mail\/(sample-facts|sanitise|mail-html)\.ts)/;

describe('the catalogues', () => {
  it.each(locales)('have the same rooms and keys in %s as in English', (locale) => {
    expect(readdirSync(`src/locales/${locale}`).toSorted()).toEqual(readdirSync('src/locales/en').toSorted());
    expect(Object.keys(catalogues[locale]).toSorted()).toEqual(keys.toSorted());
  });

  it.each(locales)('keep each key of %s in the file of its room, once', (locale) => {
    for (const room of rooms) {
      const text = readFileSync(`src/locales/${locale}/${room}.json`, 'utf8');
      const names = [...text.matchAll(/^ {2}"([^"]+)":/gm)].map(([, name]) => name ?? '');
      expect(names.filter((name) => !name.startsWith(`${room}.`))).toEqual([]);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it.each(locales)('want the same values in %s as in English', (locale) => {
    const differing = keys.filter((key) => {
      const [here, english] = [catalogues[locale][key], catalogues.en[key]];
      return argumentsOf(here ?? '').join() !== argumentsOf(english ?? '').join();
    });
    expect(differing).toEqual([]);
  });

  it.each(locales)('have no value in %s that is called like a tag, which would take its place', (locale) => {
    const taken = keys.filter((key) => {
      const names = argumentsOf(catalogues[locale][key] ?? '');
      return names.some((name) => names.includes(`<${name}>`));
    });
    expect(taken).toEqual([]);
  });

  it.each(locales)('have no empty text in %s, none with space at an end, and no straight quotes', (locale) => {
    const wrong = Object.entries(catalogues[locale]).filter(
      ([, text = '']) => text.trim() !== text || text === '' || /\p{L}'\p{L}/u.test(text),
    );
    expect(wrong).toEqual([]);
  });
});

// Events and kinds of mails are called like texts of the room `ticket`, and are none.
const events: readonly string[] = [...mailEvents, ...mailKinds];

describe('the code', () => {
  it('names only texts that exist', () => {
    const missing = [...whole].filter(([key]) => catalogues.en[key] === undefined && !events.includes(key));
    expect(missing).toEqual([]);
    expect([...patterns].filter(([pattern]) => !keys.some((key) => patternOf(pattern).test(key)))).toEqual([]);
  });

  it('uses every text', () => {
    expect(keys.filter((key) => !whole.has(key) && !patternsOfCode.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  it('gives a text the values that it wants, and no others', () => {
    const calls = sources.flatMap(callsIn);
    expect(calls.length).toBeGreaterThan(1000);
    const wrong = calls.filter(({ key, given }) => {
      const wanted = argumentsOf(catalogues.en[key] ?? '');
      // Some tags are given to every text, by whoever translates for a page.
      return (
        wanted.some((name) => !name.startsWith('<') && !given.includes(name)) ||
        given.some((name) => !wanted.includes(name))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has no words of its own for people to read', () => {
    const found = sources
      .filter(({ path }) => readByPeople.test(path) && !inEnglish.test(path))
      .flatMap((source) =>
        (source.path.endsWith('.eta') ? textsInTemplate(source) : textsInCode(source)).map(
          (text) => `${source.path}: ${text}`,
        ),
      );
    expect(found).toEqual([]);
  });
});
