import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'lars'>;
let numbers: { evening: string; next: string };

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, lars: { agent: true } } });
  await inTenant(web.orm, tenant.id, async (em) => {
    const [agnes, lars] = [tenant.people.agnes.userId, tenant.people.lars.userId];
    await em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, { timeZone: 'Europe/Berlin' });
    await em.nativeUpdate(UserEntity, { tenantId: tenant.id, id: lars }, { timeZone: 'America/Los_Angeles' });
    await em.nativeUpdate(UserEntity, { tenantId: tenant.id, id: agnes }, { timeZone: null });
  });
  const file = async (at: string, title: string): Promise<string> =>
    (await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.agnes.userId, at, title })).number;
  numbers = {
    // 27 November, 21:00 in Los Angeles, and 28 November, 6:00 in Berlin.
    evening: await file('2026-11-28T05:00:00.000Z', 'In the evening'),
    next: await file('2026-11-28T08:00:00.000Z', 'At midnight in Los Angeles'),
  };
});
afterAll(() => web.close());

const listed = async (who: 'agnes' | 'lars', query: string): Promise<string[]> => {
  const { text } = await web.as(tenant.people[who]).get(`/tickets?${query}`);
  return Object.values(numbers).filter((number) => text.includes(`/tickets/${number}`));
};

describe('days in the filter of the queue', () => {
  it('are those of the agent’s own time zone', async () => {
    expect(await listed('lars', 'created_until=2026-11-27')).toEqual([numbers.evening]);
    expect(await listed('lars', 'created_since=2026-11-28')).toEqual([numbers.next]);
  });

  it('are those of the organisation, for whoever chose no zone', async () => {
    expect(await listed('agnes', 'created_until=2026-11-27')).toEqual([]);
    expect(await listed('agnes', 'created_since=2026-11-28')).toEqual([numbers.evening, numbers.next]);
  });

  it('say which zone they are in, where they are asked for', async () => {
    expect((await web.as(tenant.people.lars).get('/tickets')).text).toContain(
      'Days in the time zone America/Los_Angeles',
    );
    expect((await web.as(tenant.people.agnes).get('/tickets')).text).toContain('Days in the time zone Europe/Berlin');
  });

  it('are shown in it', async () => {
    const { text } = await web.as(tenant.people.lars).get(`/tickets/${numbers.evening}`);
    expect(text).toContain('27 Nov 2026, 21:00');
    expect(text).toContain('data-zone-chosen');
  });
});
