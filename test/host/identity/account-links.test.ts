import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { findLink, setPasswordByLink } from '../../../src/host/identity/account-links.ts';
import { sendLinkAgain } from '../../../src/host/identity/people.ts';
import { findSession, openSession } from '../../../src/host/identity/sessions.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { refusalOf } from '../../support/refusals.ts';
import { inviteSomebody, linkOf } from './invited.ts';

const hour = 3_600_000;

let orm: Orm;
let tenant: TestTenant<'alma' | 'rita'>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  tenant = await createTenant(orm, {
    name: 'Nordwind',
    people: { alma: { permissions: ['settings:manage'] }, rita: {} },
  });
});
afterAll(() => orm.close());

async function use(linkId: string, now = new Date()): Promise<string> {
  const link = await findLink(orm, linkId);
  if (link === null) throw new Error('The link of this test exists');
  return refusalOf(inTenant(orm, link.tenantId, (em) => setPasswordByLink(em, link, 'a hash', now)));
}

async function resetRita(): Promise<string> {
  const { userId } = tenant.people.rita;
  const acting = { by: tenant.people.alma.userId, now: new Date() };
  await inTenant(orm, tenant.id, (em) => sendLinkAgain(em, tenant.id, userId, acting));
  return linkOf(orm, tenant.people.rita);
}

describe('a one-time link', () => {
  it('is found before anybody’s tenant is known, with whom it is for', async () => {
    const now = new Date('2026-03-01T08:00:00.000Z');
    const invited = await inviteSomebody(orm, tenant.people.alma, { now });
    expect(await findLink(orm, invited.linkId)).toEqual({
      id: invited.linkId,
      tenantId: tenant.id,
      tenantName: 'Nordwind',
      userId: invited.userId,
      userName: 'Ines Invited',
      userEmail: invited.email,
      newEmail: null,
      purpose: 'invitation',
      expiresAt: new Date('2026-03-08T08:00:00.000Z'),
      spentAt: null,
      languages: [],
      timeZone: null,
    });
    expect(await findLink(orm, randomUUID())).toBeNull();
  });

  it('is good for seven days after an invitation, and not an instant longer', async () => {
    const sent = new Date(Date.now() - 7 * 24 * hour);
    const { linkId } = await inviteSomebody(orm, tenant.people.alma, { now: sent });
    expect(await use(linkId, new Date(sent.getTime() + 7 * 24 * hour))).toBe('link_spent');
    expect(await use(linkId, new Date(sent.getTime() + 7 * 24 * hour - 1))).toBe('accepted');
  });

  it('is good for four hours after a password was lost', async () => {
    const linkId = await resetRita();
    const found = await findLink(orm, linkId);
    expect(found?.purpose).toBe('password_reset');
    const end = found?.expiresAt ?? new Date(0);
    expect(end.getTime()).toBeGreaterThan(Date.now() + 3.9 * hour);
    expect(end.getTime()).toBeLessThanOrEqual(Date.now() + 4 * hour);
    expect(await use(linkId, end)).toBe('link_spent');
  });

  it('is ended by a newer one', async () => {
    const first = await resetRita();
    const second = await resetRita();
    expect([await use(first), await use(second)]).toEqual(['link_spent', 'accepted']);
  });

  it('is used once, and changes the password then', async () => {
    const { linkId, userId } = await inviteSomebody(orm, tenant.people.alma);
    expect([await use(linkId), await use(linkId)]).toEqual(['accepted', 'link_spent']);
    const user = await inTenant(orm, tenant.id, (em) =>
      em.findOneOrFail(UserEntity, { tenantId: tenant.id, id: userId }),
    );
    expect(user).toMatchObject({ active: true, passwordHash: 'a hash', deactivatedAt: null });
  });

  it('ends every session of the person when it is used, and no other', async () => {
    const [ritas, almas] = await Promise.all([
      openSession(orm, tenant.people.rita),
      openSession(orm, tenant.people.alma),
    ]);
    expect(await use(await resetRita())).toBe('accepted');
    expect(await findSession(orm, ritas)).toBeNull();
    expect(await findSession(orm, almas)).not.toBeNull();
  });
});
