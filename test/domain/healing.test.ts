import { describe, expect, it } from '@jest/globals';
import { isFailing, isMassFailure, treatmentOf } from '../../src/domain/healing.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const task = (attempt: number, seconds: number) => ({ attempt, since: ago(seconds) });

describe('a workflow task', () => {
  it.each([
    ['is pending for the first time, for however long: no worker has had it', task(1, 3600), false],
    ['is tried for the second time', task(2, 30), false],
    ['is tried for the second time, for a minute', task(2, 60), true],
    ['is tried for the third time', task(3, 5), true],
    ['is not pending', null, false],
  ])('%s', (_what, pending, fails) => {
    expect(isFailing(pending, now)).toBe(fails);
  });
});

describe('a ticket that gave no answer', () => {
  it('is healed when its workflow task keeps failing, and let be when it does not', () => {
    expect(treatmentOf({ task: task(3, 10), healedAt: [] }, false, now)).toBe('heal');
    expect(treatmentOf({ task: task(2, 10), healedAt: [] }, false, now)).toBe('wait');
    expect(treatmentOf({ task: task(1, 10), healedAt: [] }, false, now)).toBe('healthy');
    expect(treatmentOf({ task: null, healedAt: [] }, false, now)).toBe('healthy');
  });

  it('that was healed three times within an hour is left to a person', () => {
    const healedAt = [ago(3000), ago(2000), ago(1000)];
    expect(treatmentOf({ task: task(3, 10), healedAt }, false, now)).toBe('hold');
    expect(treatmentOf({ task: task(3, 10), healedAt: [ago(3700), ...healedAt.slice(1)] }, false, now)).toBe('heal');
  });

  it('is left to a person where more than twenty fail or were healed within five minutes', () => {
    expect(treatmentOf({ task: task(9, 300), healedAt: [] }, true, now)).toBe('hold');
    expect(isMassFailure(20, [], now)).toBe(false);
    expect(isMassFailure(21, [], now)).toBe(true);
    const healed = Array.from({ length: 20 }, () => ago(100));
    expect(isMassFailure(1, healed, now)).toBe(true);
    expect(
      isMassFailure(
        1,
        healed.map(() => ago(301)),
        now,
      ),
    ).toBe(false);
  });
});
