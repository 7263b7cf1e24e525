import { describe, expect, it } from '@jest/globals';
import {
  standardWriteLimits,
  tooManyComments,
  tooMuch,
  writtenAtFirst,
  writtenBy,
} from '../../src/domain/write-limits.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

describe('what a command writes', () => {
  it('is its comments, whichever change brings them, and the bytes of all its texts', () => {
    expect(writtenBy([{ kind: 'comment', visibility: 'internal', body: 'äöü' }])).toEqual({ comments: 1, bytes: 6 });
    expect(
      writtenBy([
        { kind: 'set_status', to: 'resolved', solution: 'abc' },
        { kind: 'comment', visibility: 'external', body: '👩' },
        { kind: 'edit', title: 'abc', description: 'defg' },
      ]),
    ).toEqual({ comments: 2, bytes: 14 });
    expect(writtenBy([{ kind: 'set_status', to: 'cancelled', reason: 'abc' }])).toEqual({ comments: 0, bytes: 3 });
    expect(writtenBy([{ kind: 'answer_resolution', answer: 'still_broken', body: 'abc' }])).toEqual({
      comments: 1,
      bytes: 3,
    });
    expect(writtenBy([{ kind: 'request_withdrawal', body: 'abc' }])).toEqual({ comments: 1, bytes: 3 });
    expect(writtenAtFirst({ title: 'ab', description: 'ä' })).toEqual({ comments: 0, bytes: 4 });
  });

  it('is nothing where no words go with it', () => {
    const nothing = { comments: 0, bytes: 0 };
    expect(writtenBy([])).toEqual(nothing);
    expect(
      writtenBy([
        { kind: 'assign', to: null },
        { kind: 'set_status', to: 'resolved' },
      ]),
    ).toEqual(nothing);
    expect(writtenBy([{ kind: 'answer_resolution', answer: 'solved' }, { kind: 'request_withdrawal' }])).toEqual(
      nothing,
    );
  });
});

describe('a limit', () => {
  it('says what it is, that nothing was saved, and when to send it again', () => {
    expect(tooMuch('changes', standardWriteLimits, 1)).toEqual({
      code: 'too_many_requests',
      key: 'refusal.limit.changes',
      values: { n: 120, wait: { key: 'refusal.limit.wait_seconds', values: { n: 1 } } },
      details: { retry_after: 1 },
    });
    expect(wordsOfRefusal(tooMuch('changes', standardWriteLimits, 1))).toBe(
      'You can make at most 120 changes a minute. Nothing was saved: send it again in 1 second.',
    );
    expect(wordsOfRefusal(tooMuch('comments', standardWriteLimits, 59))).toContain(
      'at most 600 comments a minute. Nothing was saved: send it again in 59 seconds.',
    );
    expect(wordsOfRefusal(tooMuch('text', standardWriteLimits, 3541))).toContain(
      'at most 8 MiB of text an hour. Nothing was saved: send it again in 60 minutes.',
    );
  });

  it('of a ticket’s comments says what can be done instead', () => {
    expect(tooManyComments(3000)).toMatchObject({ code: 'ticket_full', details: { limit: 3000 } });
    expect(wordsOfRefusal(tooManyComments(3000))).toContain(
      '3,000 comments, and takes no more. Open a follow-up ticket',
    );
  });
});
