import type { PageContext, WebDeps } from '../http/context.ts';
import { principalOf } from '../http/context.ts';
import { closeAllPlatformSessions } from '../../src/host/identity/platform-users.ts';
import { closeAllSessions } from '../../src/host/identity/sessions.ts';
import { homeOf } from '../page/navigation.ts';
import { render } from '../page/render.ts';
import { form, get, post, type Route } from '../http/route.ts';
import { sessionCookie } from './cookie.ts';
import { leave } from './sessions.ts';
import { signIn } from './sign-in.ts';

/** Signing in and out, and the way to where a person belongs. */
export function sessionRoutes(deps: WebDeps): Route[] {
  const cookie = sessionCookie({ https: deps.config.publicUrl.startsWith('https:') });
  const page = signIn(deps, cookie);
  return [
    get('/', { audience: 'signed-in' }, goHome),
    get('/sign-in', { audience: 'anyone' }, page.show),
    form('/sign-in', { audience: 'anyone' }, page.send),
    // Anyone: a session that has ended meanwhile is signed out all the same.
    post('/sign-out', { audience: 'anyone' }, async (ctx) => {
      await leave(ctx, deps.orm, cookie);
      goodbye(ctx);
    }),
    post('/sign-out-everywhere', { audience: 'signed-in' }, async (ctx) => {
      const { platform } = ctx.state;
      if (platform !== null) await closeAllPlatformSessions(deps.orm, platform.userId);
      else await closeAllSessions(deps.orm, principalOf(ctx));
      goodbye(ctx);
    }),
  ];

  function goodbye(ctx: PageContext): void {
    cookie.clear(ctx);
    ctx.set('Clear-Site-Data', '"cache"');
    ctx.status = 303;
    ctx.redirect('/sign-in?signed-out');
  }
}

function goHome(ctx: PageContext): void {
  const home = homeOf(ctx.state, ctx.state.now);
  if (home === null) return render(ctx, 'session/views/nothing-here', { title: 'Nothing here for you yet' });
  ctx.status = 303;
  ctx.redirect(home);
}
