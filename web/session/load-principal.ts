import type { Middleware } from 'koa';
import type { Orm } from '../../src/db/orm.ts';
import { findPlatformSession } from '../../src/host/identity/platform-users.ts';
import { findSession } from '../../src/host/identity/sessions.ts';
import type { PageState } from '../http/context.ts';
import { translatorOf } from '../http/reader.ts';
import { platformSessionIn, type SessionCookie } from './cookie.ts';

/** Finds the signed-in person, by one query; permissions and licence are those of this moment (R10). */
export function loadPrincipal(orm: Orm, cookie: SessionCookie): Middleware<PageState> {
  return async (ctx, next) => {
    const value = cookie.read(ctx);
    if (value !== undefined && value !== '') {
      const platformId = platformSessionIn(value);
      if (platformId === null) ctx.state.principal = await findSession(orm, value);
      else ctx.state.platform = await findPlatformSession(orm, platformId);
      if (ctx.state.principal !== null) ctx.state.translator = translatorOf(ctx, ctx.state.principal);
    }
    await next();
  };
}
