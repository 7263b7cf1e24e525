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

  it('sorts by waiting only where tickets wait', () => {
    expect(parseQueueQuery('view=closed&sort=waiting').query.sort).toBe('updated');
    expect(parseQueueQuery('view=unassigned&sort=waiting').query.sort).toBe('waiting');
  });

  it('reads names of objects as any other unknown name', () => {
    expect(parseQueueQuery('__proto__=1&constructor=2&toString=3').query).toEqual(plainQuery);
  });
});
