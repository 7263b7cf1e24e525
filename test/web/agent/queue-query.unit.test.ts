import { describe, expect, it } from '@jest/globals';
import { parseQueueQuery, plainQuery, queueHref, queueSearch } from '../../../web/agent/queue-query.ts';

describe('the address of a queue', () => {
  it('comes back the same from what was read out of it', () => {
    const search =
      'view=mine&status=open&status=resolved&type=incident&priority=high&assignee=nobody&reporter=a%40b.example&q=two+words' +
      '&created_from=2026-01-01&updated_to=2026-01-31&sort=waiting&after=1767600000000_20000000-0000-4000-8000-000000000001';
    const { query, problems } = parseQueueQuery(search);
    expect(problems).toEqual([]);
    expect(queueSearch(query)).toBe(search);
  });

  it('says nothing of what is usual', () => {
    expect(queueHref(parseQueueQuery('view=active&sort=updated&q=&status=').query)).toBe('/tickets');
    expect(parseQueueQuery('').query).toEqual(plainQuery);
  });

  it('reports each part that makes no sense and goes by the others', () => {
    const { query, problems } = parseQueueQuery('view=everything&status=open&status=shut&assignee=me&created_to=soon');
    expect(problems.map(({ field }) => field).toSorted()).toEqual(['created_to', 'status', 'view']);
    expect(query).toEqual({ ...plainQuery, assignee: 'me' });
  });

  it.each(['0000-01-01', '1969-12-31', '9998-12-32', '9999-12-31'])('knows no such day: %s', (day) => {
    const names = ['created_from', 'created_to', 'updated_from', 'updated_to'];
    const { query, problems } = parseQueueQuery(names.map((name) => `${name}=${day}`).join('&'));
    expect(problems.map(({ field }) => field)).toEqual(names);
    for (const { message } of problems) expect(message).toMatch(/^Give the day of .+ as year-month-day/);
    expect(query).toEqual(plainQuery);
  });

  it('knows the first and the last of the days', () => {
    const search = 'created_from=1970-01-01&created_to=9998-12-31';
    expect(queueSearch(parseQueueQuery(search).query)).toBe(search);
  });

  it('sorts by waiting only where tickets wait', () => {
    expect(parseQueueQuery('view=closed&sort=waiting').query.sort).toBe('updated');
    expect(parseQueueQuery('view=unassigned&sort=waiting').query.sort).toBe('waiting');
  });

  it('reads names of objects as any other unknown name', () => {
    expect(parseQueueQuery('__proto__=1&constructor=2&toString=3').query).toEqual(plainQuery);
  });
});
