import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Flag, Licence } from '../../src/domain/licence.ts';
import { hasFlag, isLicensed } from '../../src/domain/licence.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { Audience, PageContext, PageState } from './context.ts';
import { Problem } from './errors.ts';
import type { FormRefusal } from './form-refusal.ts';
import { seeOther } from './redirect.ts';

/**
 * Who may use a route. `licensed` requires an active licence, `flag` one or all of the given flags: in the licence of
 * the person's tenant, or of the tenant that the link belongs to.
 */
export type Access = Readonly<{
  audience: Audience;
  permission?: Permission;
  flag?: Flag | readonly Flag[];
  licensed?: true;
}>;

export type Handler = (ctx: PageContext) => Promise<void> | void;

/**
 * One line of a route table: what it answers, to whom, and by which handler. With `showsAgain`, a form that is refused
 * as a whole (`FormRefusal`) still goes to the handler, which first reads it by `readForm` and then shows it again with
 * that error.
 */
export type Route = Readonly<{
  method: 'GET' | 'POST';
  path: string;
  access: Access;
  handle: Handler;
  showsAgain?: true;
  /** Which limit of its sender it counts towards; that of changes, unless given. */
  counts?: 'previews';
}>;

/** A page. */
export function get(path: string, access: Access, handle: Handler): Route {
  return { method: 'GET', path, access, handle };
}

/** A form that its handler shows again, with what was typed, when it fails. */
export function form(path: string, access: Access, handle: Handler): Route {
  return { method: 'POST', path, access, handle, showsAgain: true };
}

/** A form or a button for which a problem page is enough when it fails. */
export function post(path: string, access: Access, handle: Handler): Route {
  return { method: 'POST', path, access, handle };
}

/** A form that only previews what it would do, and that its handler shows again as `form` does. */
export function preview(path: string, access: Access, handle: Handler): Route {
  return { ...form(path, access, handle), counts: 'previews' };
}

/** Why the sender of a form has sent too many, or null; checked once it is known that they may send it. */
export type FormLimit = (ctx: PageContext, what: 'changes' | 'previews') => Promise<FormRefusal | null>;

/** What mounted routes are guarded by: the limit of forms, and the answer to a form whose session has ended. */
export type Guards = Readonly<{ limit: FormLimit; ended: (ctx: PageContext) => Promise<void> }>;

/**
 * Mounts routes. Refusals come in this order: not signed in (a page redirects to the sign-in and back, a form is
 * kept or gets 401); licence or flag off, or a page of the other audience, 404; permission missing, 403. A known path with another
 * method gets 405.
 */
export function mount(routes: readonly Route[], { limit, ended }: Guards): Middleware<PageState> {
  const router = new Router<PageState>();
  for (const route of routes) {
    router.register(route.path, [route.method], async (ctx) => {
      const page = ctx as unknown as PageContext;
      page.state.audience = route.access.audience;
      if (!(await permit(page, route.access, ended))) return;
      await (route.method === 'POST' ? handleForm(page, route, limit) : route.handle(page));
    });
  }
  const dispatch = router.routes();
  return async (ctx, next) => {
    refuseOtherMethods(ctx, router);
    await dispatch(ctx as never, next);
  };
}

async function handleForm(ctx: PageContext, route: Route, limit: FormLimit): Promise<void> {
  const { handle, showsAgain, counts = 'changes' } = route;
  const refusal = ctx.state.formRefusal ?? (await limit(ctx, counts));
  if (refusal === null) return handle(ctx);
  const { status, code, message, headers } = refusal;
  if (!showsAgain) throw new Problem(status, code, { detail: message, headers });
  ctx.state.formRefusal = refusal;
  await handle(ctx);
  // To the handler it is an invalid form.
  if (ctx.status === 422) ctx.status = status;
  ctx.set({ ...headers });
}

/** Whether the handler may run; a page that needs a sign-in has been redirected there. */
async function permit(ctx: PageContext, access: Access, ended: Guards['ended']): Promise<boolean> {
  const { audience, permission } = access;
  if (audience === 'anyone') return true;
  const { principal, platform, mailLink, now } = ctx.state;
  if (audience === 'mail-link') {
    // One refusal for all reasons, so that it reveals none of them.
    if (mailLink === null || !isOpen(access, mailLink.licence, now)) throw new Problem(404, 'not_found', deadLink);
    return true;
  }
  if (principal === null && platform === null) {
    if (ctx.method === 'POST') await ended(ctx);
    else seeOther(ctx, signInPath(ctx.originalUrl));
    return false;
  }
  if (audience === 'signed-in') return true;
  // The console does not exist for people of tenants, nor their pages for the platform team.
  if (audience === 'platform' && platform !== null) return true;
  if (audience === 'platform' || principal === null) throw new Problem(404, 'not_found');
  if (!isOpen(access, principal.licence, now)) throw new Problem(404, 'not_found');
  if (permission !== undefined && !principal.permissions.includes(permission)) {
    // An administrator is no agent by that, and can become one.
    const mayBecomeAgent = permission === 'tickets:manage' && principal.permissions.includes('settings:manage');
    throw new Problem(403, 'forbidden', mayBecomeAgent ? { detail: agentsOnly } : {});
  }
  return true;
}

/** What an administrator who is no agent reads on the agents' pages. */
export const agentsOnly = 'page.problem.403.agents_only';

const deadLink = { detail: 'page.problem.dead_link' } as const;

/** Whether the licence has what the route requires. */
function isOpen({ flag, licensed }: Access, licence: Licence | null, now: Date): boolean {
  if (licensed && !isLicensed(licence, now)) return false;
  return [flag ?? []].flat().every((each) => hasFlag(licence, each, now));
}

function signInPath(next: string): string {
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

function refuseOtherMethods({ path, method }: Context, router: Router<PageState>): void {
  const matched = router.match(path, method);
  const allowed = matched.path.flatMap((layer) => layer.methods);
  if (matched.route || allowed.length === 0) return;
  throw new Problem(405, 'method_not_allowed', { headers: { Allow: [...new Set(allowed)].join(', ') } });
}
