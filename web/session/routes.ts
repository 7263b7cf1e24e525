import type { PageContext, WebDeps } from '../http/context.ts';
import { principalOf } from '../http/context.ts';
import { closeAllPlatformSessions } from '../../src/host/identity/platform-users.ts';
import { closeAllSessions } from '../../src/host/identity/sessions.ts';
import { homeOf } from '../page/navigation.ts';
import { render } from '../page/render.ts';
import { form, get, post, type Route } from '../http/route.ts';
import { createAdmission } from './admission.ts';
import { sessionCookie } from './cookie.ts';
import { keptForm, keptFormPath } from './kept-form.ts';
import { lostPassword } from './lost-password.ts';
import { secondStep } from './second-step.ts';
import { leave } from './sessions.ts';
import { setUpAtSignIn } from './set-up.ts';
import { signIn } from './sign-in.ts';
import { seeOther } from '../http/redirect.ts';

/** Signing in and out, and the redirect to the person's home page. */
export function sessionRoutes(deps: WebDeps): Route[] {
  const cookie = sessionCookie(deps.config);
  const admission = createAdmission(deps);
  const page = signIn(deps, admission);
  const step = secondStep(deps, admission);
  const setUp = setUpAtSignIn(deps, admission);
  const lost = lostPassword(deps);
  const kept = keptForm(deps);
  return [
    get('/', { audience: 'signed-in' }, goHome),
    get('/sign-in', { audience: 'anyone' }, page.show),
    form('/sign-in', { audience: 'anyone' }, page.send),
    post('/sign-in/passkey', { audience: 'anyone' }, page.sendPasskey),
    // Anyone whose password was right: the sign-in under way has its own cookie and is not a session yet.
    get('/sign-in/second-step', { audience: 'anyone' }, step.show),
    post('/sign-in/second-step', { audience: 'anyone' }, step.sendCode),
    post('/sign-in/second-step/passkey', { audience: 'anyone' }, step.sendPasskey),
    get('/sign-in/set-up', { audience: 'anyone' }, setUp.show),
    post('/sign-in/set-up', { audience: 'anyone' }, setUp.sendCode),
    post('/sign-in/set-up/passkey', { audience: 'anyone' }, setUp.sendPasskey),
    get(keptFormPath, { audience: 'signed-in' }, kept.show),
    post(`${keptFormPath}/discard`, { audience: 'signed-in' }, kept.discard),
    get('/lost-password', { audience: 'anyone' }, lost.show),
    form('/lost-password', { audience: 'anyone' }, lost.send),
    // Anyone: a session that has expired meanwhile can still be signed out.
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
    seeOther(ctx, '/sign-in?signed-out');
  }
}

function goHome(ctx: PageContext): void {
  const home = homeOf(ctx.state, ctx.state.now);
  if (home === null)
    return render(ctx, 'session/views/nothing-here', { title: ctx.state.translator.t('account.nothing_here.title') });
  seeOther(ctx, home);
}
