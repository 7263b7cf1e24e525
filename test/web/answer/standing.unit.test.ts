import { describe, expect, it } from '@jest/globals';
import type { Status } from '../../../src/domain/status.ts';
import { type Standing, standingOf } from '../../../web/answer/standing.ts';

const resolvedAt = new Date('2026-01-05T12:00:00.000Z');
const days = (count: number) => new Date(resolvedAt.getTime() + count * 86_400_000);

describe('how a ticket stands to the resolution that a mail was about', () => {
  it.each<[Status, boolean, Standing]>([
    ['resolved', false, 'asked'],
    ['in_progress', true, 'reopened'],
    ['resolved', true, 'resolved_anew'],
    ['closed', true, 'finished'],
    ['cancelled', true, 'finished'],
  ])('%s, overtaken: %s is "%s", and expired after 30 days whichever it is', (status, overtaken, standing) => {
    for (const at of [days(0), days(1), new Date(days(30).getTime() - 1)]) {
      expect(standingOf({ status, overtaken }, resolvedAt, at)).toBe(standing);
    }
    for (const at of [days(30), days(31), days(4000)]) {
      expect(standingOf({ status, overtaken }, resolvedAt, at)).toBe('expired');
    }
  });
});
