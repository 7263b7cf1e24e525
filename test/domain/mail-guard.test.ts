import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guardMail, hourlyLimits, type MailsLately, mostToOnePerson } from '../../src/domain/mail-guard.ts';
import { loopGuard } from '../../src/domain/notices.ts';

const quota = 10_000;
const quiet: MailsLately = { aboutTicket: 0, toPerson: 0, byActor: 0, ofTenant: 0 };
const verdict = (lately: Partial<MailsLately>, maxEmailsMonth = quota) =>
  guardMail({ ...quiet, ...lately }, maxEmailsMonth);

describe('a mail', () => {
  it('is sent while little was sent before it, and nobody is alerted', () => {
    expect(verdict({})).toEqual({ skip: null, alert: null });
    expect(
      verdict({ aboutTicket: loopGuard.mails - 1, toPerson: mostToOnePerson - 1, byActor: 248, ofTenant: 1248 }),
    ).toEqual({ skip: null, alert: null });
  });

  it.each<[Partial<MailsLately>, string]>([
    [{ aboutTicket: loopGuard.mails }, 'too_many'],
    [{ toPerson: mostToOnePerson }, 'too_many_to_person'],
    [{ byActor: 500 }, 'too_many_by_actor'],
    [{ ofTenant: 2500 }, 'too_many_of_tenant'],
    [{ aboutTicket: 99, toPerson: 999, byActor: 9999, ofTenant: 9999 }, 'too_many'],
  ])('after %j is skipped: %s', (lately, reason) => {
    expect(verdict(lately).skip).toBe(reason);
  });

  it('that nobody brought about is held to what the tenant may, not to what a person may', () => {
    expect(verdict({ byActor: null, ofTenant: 1000 })).toEqual({ skip: null, alert: null });
    expect(verdict({ byActor: null, ofTenant: 2500 }).skip).toBe('too_many_of_tenant');
  });

  it('alerts from half of the limit on, long before it is skipped', () => {
    expect(verdict({ byActor: 249 })).toEqual({ skip: null, alert: { by: 'actor', used: 250, limit: 500 } });
    expect(verdict({ ofTenant: 1249 })).toEqual({ skip: null, alert: { by: 'tenant', used: 1250, limit: 2500 } });
    expect(verdict({ byActor: 500, ofTenant: 2500 }).alert).toEqual({ by: 'actor', used: 501, limit: 500 });
  });
});

describe('what an hour may bring', () => {
  it('is a share of the month’s quota, and enough for a day’s work of a small desk', () => {
    expect(hourlyLimits(10_000)).toEqual({ byActor: 500, ofTenant: 2500 });
    expect(hourlyLimits(1_000_000)).toEqual({ byActor: 50_000, ofTenant: 250_000 });
    expect(hourlyLimits(300)).toEqual({ byActor: 30, ofTenant: 100 });
    expect(hourlyLimits(40)).toEqual({ byActor: 30, ofTenant: 100 });
  });

  it('never lets one person or integration use up a month’s quota of 60 or more within an hour, and always alerts before it skips', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 100_000 }), fc.integer({ min: 0, max: 6 }), (maxEmailsMonth, others) => {
        let sent = 0;
        let alerted = false;
        for (let n = 0; n < maxEmailsMonth; n += 1) {
          // Each about another ticket to somebody else: nothing but who did it is known of them.
          const { skip, alert } = verdict({ byActor: sent, ofTenant: sent + others }, maxEmailsMonth);
          alerted ||= alert !== null;
          if (skip !== null) break;
          sent += 1;
        }
        expect(sent).toBeLessThanOrEqual(Math.ceil(maxEmailsMonth / 2));
        expect(alerted).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
