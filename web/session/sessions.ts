import type { Account } from '../../src/db/in-account.ts';
import type { Orm } from '../../src/db/orm.ts';
import { closePlatformSession, openPlatformSession } from '../../src/host/identity/platform-users.ts';
import { closeSession, openSession } from '../../src/host/identity/sessions.ts';
import type { PageContext } from '../http/context.ts';
import { platformSessionIn, platformSessionValue, type SessionCookie } from './cookie.ts';

/** Signs a person in on this browser under a new id, and ends its former session: no planted id can become a person's. */
export async function enter(ctx: PageContext, orm: Orm, cookie: SessionCookie, person: Account): Promise<void> {
  await leave(ctx, orm, cookie);
  const { tenantId, userId } = person;
  const value =
    tenantId === null
      ? platformSessionValue(await openPlatformSession(orm, userId))
      : await openSession(orm, { tenantId, userId });
  cookie.write(ctx, value);
}

/** Ends the session of this browser, if it has one. */
export async function leave(ctx: PageContext, orm: Orm, cookie: SessionCookie): Promise<void> {
  const value = cookie.read(ctx);
  if (value === undefined) return;
  const platformId = platformSessionIn(value);
  await (platformId === null ? closeSession(orm, value) : closePlatformSession(orm, platformId));
}
