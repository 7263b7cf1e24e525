import type { Middleware } from 'koa';
import type { Orm } from '../../src/db/orm.ts';
import { findSession } from '../../src/host/identity/sessions.ts';
import type { PageState } from '../context.ts';
import type { SessionCookie } from './cookie.ts';

/** Finds out who asks, by one query; permissions and licence are those of this moment (R10). */
export function loadPrincipal(orm: Orm, cookie: SessionCookie): Middleware<PageState> {
  return async (ctx, next) => {
    const id = cookie.read(ctx);
    if (id !== undefined && id !== '') ctx.state.principal = await findSession(orm, id);
    await next();
  };
}
