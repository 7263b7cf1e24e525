import { describe, expect, it } from '@jest/globals';
import { refusalCodes, Refused } from '../../../src/domain/refusal.ts';
import { TooManyGuesses } from '../../../src/host/api-keys/key-gate.ts';
import { Problem, problemOf, refusalStatus } from '../../../web/http/errors.ts';
import { Unavailable } from '../../../src/temporal/ticket-gateway.ts';
import { finished } from '../../../src/domain/decide-guards.ts';

describe('what a thrown thing means over HTTP', () => {
  it('gives every refusal a status of its own kind', () => {
    const statuses = Object.fromEntries(refusalCodes.map((code) => [code, refusalStatus(code)]));
    expect(statuses).toEqual({
      not_found: 404,
      forbidden: 403,
      transition_not_allowed: 409,
      ticket_finished: 409,
      not_resolved: 409,
      assignee_not_agent: 409,
      stale_field: 409,
      external_ref_taken: 409,
      asset_in_use: 409,
      stale_version: 412,
      command_id_reused: 422,
      malformed: 422,
      reporter_unknown: 422,
      asset_unknown: 422,
      movement_unknown: 422,
      quota_exceeded: 409,
      last_administrator: 409,
      group_protected: 409,
      name_taken: 409,
      email_taken: 409,
      link_spent: 409,
      changed_meanwhile: 409,
      mail_not_failed: 409,
      key_shown: 409,
      second_step_required: 409,
      too_many_requests: 429,
      ticket_full: 429,
    });
  });

  it('shows the text of a refusal', () => {
    const { refusal } = finished({ number: 'TKT-000001', status: 'closed' });
    const { key, values } = refusal;
    const problem = problemOf(new Refused(refusal));
    expect(problem).toMatchObject({ status: 409, code: 'ticket_finished', detail: { key, values } });
  });

  it('says of a command without an answer that repeating it is safe', () => {
    const problem = problemOf(new Unavailable('no answer'));
    expect(problem).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
    expect(problem.detail).toBe('page.problem.may_still_happen');
  });

  it('says of too many guesses at keys when to go on', () => {
    const problem = problemOf(new TooManyGuesses(42));
    expect(problem).toMatchObject({ status: 429, code: 'too_many_requests', headers: { 'Retry-After': '42' } });
    expect(problem.detail).toEqual({ key: 'page.problem.too_many_keys', values: { seconds: 42 } });
  });

  it.each([
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 503],
    ['a server that stops', Object.assign(new Error('x'), { code: '57P01' }), 503],
    ['a statement that took too long', Object.assign(new Error('x'), { code: '57014' }), 503],
    ['a connection that gives no answer', Object.assign(new Error('x'), { code: 'ETIMEDOUT' }), 503],
    ['too many connections', new Error('x', { cause: Object.assign(new Error('y'), { code: '53300' }) }), 503],
    ['both addresses of a host', new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]), 503],
    ['a violated constraint', Object.assign(new Error('x'), { code: '23505' }), 500],
    ['a body that is too large', Object.assign(new Error('x'), { status: 413 }), 413],
    ['a fault of ours', new TypeError('x is undefined'), 500],
    ['something that is no error', 'oops', 500],
    ['a problem', new Problem(429, 'too_many_requests'), 429],
  ])('%s', (_name, thrown, status) => {
    const problem = problemOf(thrown);
    expect(problem.status).toBe(status);
    if (status === 500) expect(problem.detail).toBeUndefined();
  });
});
