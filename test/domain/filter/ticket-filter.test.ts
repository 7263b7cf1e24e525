import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filterFieldNames } from '../../../src/domain/filter/fields.ts';
import {
  filterFromParameters,
  filterParameters,
  isNarrowed,
  type Parameters,
  readFilter,
  withFields,
} from '../../../src/domain/filter/ticket-filter.ts';
import { anyFilter } from '../../support/filters.ts';
import { textOfDomain } from '../../../src/locales/refusal-text.ts';
import { translatorFor } from '../../../src/locales/translator.ts';

const someId = '20000000-0000-4000-8000-00000000000A';
const written = (parameters: Parameters) =>
  new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
const problemsIn = (value: unknown) => readFilter(value).problems.map(({ field }) => field);

/** What is said in English about each part that cannot be read. */
function told(value: unknown) {
  const { t } = translatorFor('en');
  return readFilter(value).problems.map(({ field, ...text }) => ({ field, sentence: t(textOfDomain(text)) }));
}

describe('a filter', () => {
  it('comes back the same from JSON', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(readFilter(JSON.parse(JSON.stringify(filter)))).toEqual({ filter, problems: [] });
      }),
    );
  });

  it('comes back the same from an address', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const address = written(filterParameters(filter));
        expect(filterFromParameters([...new URLSearchParams(address.toString())])).toEqual({ filter, problems: [] });
      }),
    );
  });

  it('has one way of being written, whatever the order in which it was asked', () => {
    const address = (text: string) =>
      written(filterParameters(filterFromParameters([...new URLSearchParams(text)]).filter)).toString();
    expect(address(`q=fire&status=resolved&asset=${someId}&status=open&view=all&status=open`)).toBe(
      `view=all&status=open&status=resolved&asset=${someId.toLowerCase()}&q=fire`,
    );
    expect(address('view=active&q=+&status=')).toBe('');
  });

  it('that cannot be read is told field by field, and what is left of it can be', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('view', ...filterFieldNames, 'team'), fc.anything())),
        (value) => {
          const { filter } = readFilter(value);
          const left = readFilter(JSON.parse(JSON.stringify(filter)));
          expect(left.filter).toEqual(filter);
          expect(left.problems.every(({ key }) => key === 'refusal.filter.span')).toBe(true);
        },
      ),
    );
  });

  it.each<[unknown, string[]]>([
    [null, ['']],
    [[], ['']],
    ['status=open', ['']],
    [{ view: 'everything' }, ['view']],
    [{ view: null }, ['view']],
    [{ team: someId }, ['team']],
    [JSON.parse('{"__proto__": ["open"]}'), ['__proto__']],
    [{ constructor: 'x', toString: 'y' }, ['constructor', 'toString']],
    [{ status: 'open' }, ['status']],
    [{ status: [] }, ['status']],
    [{ status: ['open', 'shut'] }, ['status']],
    [{ status: ['open', null] }, ['status']],
    [{ assignee: ['me'] }, ['assignee']],
    [{ assignee: null }, ['assignee']],
    [{ assignee: '' }, ['assignee']],
    [{ reporter: 'nobody' }, ['reporter']],
    [{ asset: 'me' }, ['asset']],
    [{ q: 7 }, ['q']],
    [{ q: ' ' }, ['q']],
    [{ external_ref: 'two\nlines' }, ['external_ref']],
    [{ created_since: 1 }, ['created_since']],
    [{ created_since: '2026-02-31' }, ['created_since']],
    [{ created_since: '2026-02-31T00:00:00Z' }, ['created_since']],
    [{ updated_until: '2026-01-01 08:00' }, ['updated_until']],
    [{ updated_until: '0000-01-01T00:00:00Z' }, ['updated_until']],
  ])('%j is refused at %j', (value, fields) => {
    expect(problemsIn(value)).toEqual(fields);
  });

  it.each([
    [
      { assignee: 'unknown' },
      '“unknown” is not an assignee. Choose one of me, nobody, somebody, or the id of an agent.',
    ],
    [{ reporter: 'none' }, '“none” is not a reporter. Choose me, or the id of a person.'],
    [{ asset: 'x' }, '“x” is not an asset. Choose the id of an asset.'],
    [{ priority: ['highest'] }, '“highest” is not a priority. Choose one of low, normal, high, urgent.'],
    [
      { assignee: `\u0000${'x'.repeat(50)}` },
      `“${'x'.repeat(40)}…” is not an assignee. Choose one of me, nobody, somebody, or the id of an agent.`,
    ],
  ])('%j says what is wanted', (value, sentence) => {
    expect(told(value)).toEqual([{ field: Object.keys(value)[0], sentence }]);
  });

  it.each([
    [
      { created_since: '2026-02-01', created_until: '2026-01-31' },
      'created_since',
      '“Created from” (2026-02-01) is after “Created until” (2026-01-31). Swap them, or leave one of them empty.',
    ],
    [
      { updated_since: '2026-02-01T00:00:00.001Z', updated_until: '2026-01-31' },
      'updated_since',
      '“Changed from” (2026-02-01T00:00:00.001Z) is after “Changed until” (2026-01-31). Swap them, or leave one of them empty.',
    ],
  ])('that ends before it begins says so: %j', (value, field, sentence) => {
    expect(told(value)).toEqual([{ field, sentence }]);
  });

  it.each([
    { created_since: '2026-01-31', created_until: '2026-01-31' },
    { created_since: '2026-01-31T00:00:00.000Z', created_until: '2026-01-31T00:00:00.000Z' },
    { created_since: '2026-02-01', updated_until: '2026-01-31' },
  ])('of a day, of an instant, and of two spans is sound: %j', (value) => {
    expect(readFilter(value).problems).toEqual([]);
  });

  it('searches for what was pasted, its lines as one', () => {
    const pasted = `${'Fehler 0x80070005 '.repeat(20)}\r\n\tbeim Öffnen\u0000\u000B`;
    const { filter, problems } = readFilter({ q: pasted });
    expect(problems).toEqual([]);
    expect(filter.q).toBe(`${'Fehler 0x80070005 '.repeat(20)}beim Öffnen`);
  });

  it('searches for a thousand characters and not for more', () => {
    expect(readFilter({ q: '😀'.repeat(1000) }).problems).toEqual([]);
    expect(readFilter({ q: 'x'.repeat(1001) }).problems).toEqual([
      { field: 'q', key: 'refusal.filter.search_too_long', values: { limit: 1000 } },
    ]);
  });

  it('loses what is taken off, and nothing else', () => {
    fc.assert(
      fc.property(anyFilter, fc.constantFrom(...filterFieldNames), (filter, name) => {
        const { [name]: _, ...rest } = filter;
        expect(withFields(filter, { [name]: undefined })).toEqual(rest);
      }),
    );
  });

  it('is narrowed by each of its fields', () => {
    expect(isNarrowed({ view: 'mine' })).toBe(false);
    expect(isNarrowed({ view: 'mine', asset: someId })).toBe(true);
  });
});
