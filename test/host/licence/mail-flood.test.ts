import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { AlertEntity } from '../../../src/host/licence/alert.ts';
import { closeMailFloods, raiseMailFlood } from '../../../src/host/licence/alerts.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';

let orm: Orm;
beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 4);
});
afterAll(() => orm.close());

const team = async () => [{ id: 'x', name: 'Petra Lang', email: 'petra@platform.test' }] as never;
const morning = new Date('2026-11-28T08:00:00Z');

describe('a flood of mails', () => {
  it('is one alert a day, with the most that there were and one mail to each of the platform team', async () => {
    const { id } = await createTenant(orm);
    const raise = (used: number, now = morning) =>
      inTenant(orm, id, (em) => raiseMailFlood(em, id, { by: 'actor', used, limit: 500 }, { team, now }));
    expect([await raise(250), await raise(400), await raise(300)]).toEqual(['opened', 'none', 'none']);
    const look = () =>
      inTenant(orm, id, async (em) => ({
        alerts: await em.find(AlertEntity, {}, { orderBy: { period: 'asc' }, refresh: true }),
        mails: await em.count(ServiceMailEntity, {}),
      }));
    expect(await look()).toMatchObject({
      alerts: [{ kind: 'mail_flood', period: '2026-11-28', used: 300, mostUsed: 400, quotaLimit: 500, closedAt: null }],
      mails: 1,
    });
    const nextDay = new Date('2026-11-29T00:10:00Z');
    const close = (now: Date) => inTenant(orm, id, (em) => closeMailFloods(em, id, now));
    expect([await close(morning), await close(nextDay), await close(nextDay)]).toEqual(['none', 'closed', 'none']);
    expect(await raise(260, nextDay)).toBe('opened');
    const { alerts, mails } = await look();
    expect(alerts.map(({ period, closedAt }) => [period, closedAt])).toEqual([
      ['2026-11-28', nextDay],
      ['2026-11-29', null],
    ]);
    expect(mails).toBe(2);
  });
});
