import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Person } from '../../../src/db/reading/agent-people.ts';
import { isPlaceOf, placeIn, type TicketPlace } from '../../../src/db/reading/ticket-order.ts';
import { plainList } from '../../../src/domain/filter/ticket-list.ts';
import { isUuid } from '../../../src/domain/uuid.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { type FilterControl, presentChips, presentFilter } from '../../../web/agent/present-filter.ts';
import type { QueueNames } from '../../../web/agent/queue-names.ts';
import {
  parseQueueQuery,
  plainQuery,
  queueHref,
  type QueueQuery,
  queueSearch,
} from '../../../web/agent/queue-query.ts';
import { anyList } from '../../support/filters.ts';

const instant = fc.integer({ min: 0, max: 99_999_999_999_999 });
const place: fc.Arbitrary<TicketPlace> = fc.record({
  keys: fc.oneof(fc.tuple(instant), fc.tuple(fc.integer({ min: 0, max: 3 }), instant)),
  id: fc.uuid(),
});
const anyQuery: fc.Arbitrary<QueueQuery> = fc
  .tuple(anyList, fc.option(fc.record({ side: fc.constantFrom('after', 'before'), place }), { nil: null }))
  .map(([list, cursor]) => ({
    ...list,
    cursor: cursor !== null && isPlaceOf(list.sort, cursor.place) ? (cursor as QueueQuery['cursor']) : null,
  }));

const translator = translatorFor('de');

/** Nobody and nothing is known by name, as after everybody has left. */
const nameless: QueueNames = { agents: [], people: new Map(), things: new Map() };

describe('the address of a queue', () => {
  it('brings back whatever list and page it was made of', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parseQueueQuery(queueSearch(query))).toEqual({ query, problems: [] });
      }),
    );
  });

  it('says nothing of what is usual', () => {
    expect(queueHref(parseQueueQuery('view=active&sort=-updated_at&q=&status=').query)).toBe('/tickets');
    expect(parseQueueQuery('').query).toEqual(plainQuery);
  });

  it('reports each part that makes no sense and goes by the others', () => {
    const { query, problems } = parseQueueQuery(
      'view=everything&status=open&status=shut&assignee=me&created_until=soon&sort=x&after=y',
    );
    expect(problems.map(({ field }) => field).toSorted()).toEqual(['after', 'created_until', 'sort', 'status', 'view']);
    expect(query).toEqual({ ...plainQuery, filter: { view: 'active', assignee: 'me' } });
  });

  it.each(['9_9', '1_20000000-0000-4000-8000-00000000000', '4_1_20000000-0000-4000-8000-000000000001'])(
    'knows no page of a list by priority at %s',
    (after) => {
      const { query, problems } = parseQueueQuery(`sort=-priority&after=${after}`);
      expect([query.cursor, problems.map(({ field }) => field)]).toEqual([null, ['after']]);
    },
  );

  it('names the place of a ticket that waits for nobody, too', () => {
    const ticket = { id: randomUUID(), createdAt: new Date(), changedAt: new Date(), priority: 'normal' } as const;
    const last = placeIn('waiting_since', { ...ticket, waitingSince: null });
    expect(isPlaceOf('waiting_since', last)).toBe(true);
    const query: QueueQuery = {
      filter: { view: 'active' },
      sort: 'waiting_since',
      cursor: { side: 'after', place: last },
    };
    expect(parseQueueQuery(queueSearch(query))).toEqual({ query, problems: [] });
  });

  it('sorts by waiting only where tickets wait', () => {
    expect(parseQueueQuery('view=closed&sort=waiting_since').query.sort).toBe('-updated_at');
    expect(parseQueueQuery('view=unassigned&sort=waiting_since').query.sort).toBe('waiting_since');
  });

  it('reads names of objects as any other unknown name', () => {
    expect(parseQueueQuery('__proto__=1&constructor=2&toString=3').query).toEqual(plainQuery);
  });
});

describe('the form of the filter', () => {
  it('sends back the list that it shows, on its first page', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const people = new Map(
          Object.values(list.filter)
            .filter((value): value is string => isUuid(value))
            .map((id): [string, Person] => [id, { id, name: 'Rita', email: id, active: true, state: 'active' }]),
        );
        const form = presentFilter(
          { ...list, cursor: null },
          { ...nameless, people },
          { typed: new URLSearchParams(), translator },
        );
        const sent = [
          ...(form.view === null ? [] : [['view', form.view]]),
          ...(form.sort === null ? [] : [['sort', form.sort]]),
          ...[...form.search, ...form.hidden, ...form.groups, ...form.fields].flatMap(sentBy),
        ] as [string, string][];
        expect(parseQueueQuery(new URLSearchParams(sent))).toEqual({ query: { ...list, cursor: null }, problems: [] });
      }),
    );
  });
});

/** What a browser sends of a part of the form. */
function sentBy(control: FilterControl): [string, string][] {
  if (control.kind === 'checks') {
    return control.options.filter(({ on }) => on).map(({ value }) => [control.name, value]);
  }
  if (control.kind === 'select' && !control.options.some(({ value }) => value === control.value)) return [];
  return [[control.name, control.value]];
}

describe('the chips', () => {
  it('take off one condition each, until the view is left as it opens', () => {
    fc.assert(
      fc.property(anyList, ({ filter }) => {
        let query: QueueQuery = { ...plainList(filter.view), filter, cursor: null };
        let chips = presentChips(query, nameless, translator);
        expect(chips).toHaveLength(Object.values(filter).flat().length - 1);
        while (chips[0] !== undefined) {
          query = parseQueueQuery(chips[0].href.replace(/^\/tickets\??/, '')).query;
          const left = presentChips(query, nameless, translator);
          expect(left.map(({ label }) => label)).toEqual(chips.slice(1).map(({ label }) => label));
          chips = left;
        }
        expect(query).toEqual({ ...plainList(filter.view), cursor: null });
      }),
    );
  });
});
