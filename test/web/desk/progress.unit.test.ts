import { describe, expect, it } from '@jest/globals';
import type { DeskFact } from '../../../src/db/reading/desk-ticket.ts';
import type { Status } from '../../../src/domain/status.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { progressOf } from '../../../web/desk/progress.ts';

function events(...path: Status[]): Parameters<typeof progressOf>[1][number][] {
  return path.map((to, index) => {
    const from = path[index - 1];
    const fact = (
      from === undefined ? { type: 'created' } : { type: 'status_changed', from, to, reason: null, reasonCode: null }
    ) as DeskFact;
    return { occurredAt: new Date(Date.UTC(2026, 0, 5, 8 + index)), fact };
  });
}

const steps = (...path: Status[]) =>
  progressOf(path.at(-1) ?? 'open', events(...path)).map(
    ({ label, state }) => `${translatorFor('en').t(label)}: ${state}`,
  );

describe('The steps of a ticket', () => {
  it('are received, being worked on, solved and closed', () => {
    expect(steps('open')).toEqual(['Received: now', 'Being worked on: ahead', 'Solved: ahead', 'Closed: ahead']);
    expect(steps('open', 'in_progress', 'resolved', 'closed')).toEqual([
      'Received: done',
      'Being worked on: done',
      'Solved: done',
      'Closed: now',
    ]);
  });

  it('end where a ticket was cancelled', () => {
    expect(steps('open', 'cancelled')).toEqual(['Received: done', 'Cancelled: now']);
    expect(steps('open', 'in_progress', 'cancelled')).toEqual([
      'Received: done',
      'Being worked on: done',
      'Cancelled: now',
    ]);
  });

  it('go back when a ticket is opened again', () => {
    expect(steps('open', 'in_progress', 'resolved', 'in_progress')).toContain('Solved: ahead');
    expect(steps('open', 'in_progress', 'resolved', 'in_progress', 'cancelled')).not.toContain('Solved: done');
  });

  it('have a time once they were reached', () => {
    const times = progressOf('in_progress', events('open', 'in_progress')).map(({ at }) => at?.toISOString() ?? null);
    expect(times).toEqual(['2026-01-05T08:00:00.000Z', '2026-01-05T09:00:00.000Z', null, null]);
  });
});
