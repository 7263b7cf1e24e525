import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Flag, Licence } from '../../src/domain/licence.ts';
import { hasFlag, isLicensed } from '../../src/domain/licence.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { Audience, PageContext, PageState } from './context.ts';
import { Problem } from './errors.ts';

/**
 * Who may use a route. `licensed` demands an active licence, `flag` that part of one, or all of those parts: of the
 * person's tenant, or of the one that the link belongs to.
 */
export type Access = Readonly<{
  audience: Audience;
  permission?: Permission;
  flag?: Flag | readonly Flag[];
  licensed?: true;
}>;

export type Handler = (ctx: PageContext) => Promise<void> | void;

/** One line of a route table: what it answers, to whom, and by which handler. */
export type Route = Readonly<{ method: 'GET' | 'POST'; path: string; access: Access; handle: Handler }>;

/** A page. */
export function get(path: string, access: Access, handle: Handler): Route {
  return { method: 'GET', path, access, handle };
}

/** A form that was sent. */
export function post(path: string, access: Access, handle: Handler): Route {
  return { method: 'POST', path, access, handle };
}

/**
 * Mounts routes. Refusals come in this order: not signed in (a page sends to the sign-in and back, a form gets 401);
 * licence or flag off, or a page of the other world, 404; permission missing, 403. A known path asked by another method gets 405.
 */
export function mount(routes: readonly Route[]): Middleware<PageState> {
  const router = new Router<PageState>();
  for (const route of routes) {
    router.register(route.path, [route.method], async (ctx) => {
      const page = ctx as unknown as PageContext;
      page.state.audience = route.access.audience;
      if (permit(page, route.access)) await route.handle(page);
    });
  }
  const dispatch = router.routes();
  return async (ctx, next) => {
    refuseOtherMethods(ctx, router);
    await dispatch(ctx as never, next);
  };
}

/** Whether the handler may run; a page that needs a sign-in has been answered with the way to it. */
function permit(ctx: PageContext, access: Access): boolean {
  const { audience, permission } = access;
  if (audience === 'anyone') return true;
  const { principal, platform, mailLink, now } = ctx.state;
  if (audience === 'mail-link') {
    // One refusal for all reasons, so that none tells of another.
    if (mailLink === null || !isOpen(access, mailLink.licence, now)) throw new Problem(404, 'not_found', linkWords);
    return true;
  }
  if (principal === null && platform === null) {
    if (ctx.method === 'POST') throw new Problem(401, 'sign_in_required');
    return sendToSignIn(ctx);
  }
  if (audience === 'signed-in') return true;
  // The console does not exist for tenants' people, nor their pages for the platform team.
  if (audience === 'platform' && platform !== null) return true;
  if (audience === 'platform' || principal === null) throw new Problem(404, 'not_found');
  if (!isOpen(access, principal.licence, now)) throw new Problem(404, 'not_found');
  if (permission !== undefined && !principal.permissions.includes(permission)) throw new Problem(403, 'forbidden');
  return true;
}

const linkWords = {
  detail: 'This link does not work. Use the buttons of the newest mail about your ticket, or ask your support team.',
};

/** Whether the licence has what the route demands of one. */
function isOpen({ flag, licensed }: Access, licence: Licence | null, now: Date): boolean {
  if (licensed && !isLicensed(licence, now)) return false;
  return [flag ?? []].flat().every((each) => hasFlag(licence, each, now));
}

function sendToSignIn(ctx: PageContext): false {
  ctx.status = 303;
  ctx.redirect(signInPath(ctx.originalUrl));
  return false;
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
