import type { Context, Middleware } from 'koa';
import { Problem } from './errors.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site sends in the name of a signed-in person (CSRF): by `Sec-Fetch-Site`, or by `Origin` in
 * browsers too old for that. Every browser sends at least one of them with a state-changing request to another site, so
 * a request with neither comes from no browser: nobody can be tricked into sending it.
 */
export function sameOrigin(publicUrl: string): Middleware {
  return async (ctx, next) => {
    if (!safe.has(ctx.method)) refuseForeign(ctx, publicUrl);
    await next();
  };
}

function refuseForeign(ctx: Context, publicUrl: string): void {
  const site = ctx.get('Sec-Fetch-Site');
  const origin = ctx.get('Origin');
  if (site === '' && origin === '') return;
  const own = site === '' ? isOwn(origin, publicUrl, ctx.host) : site === 'same-origin' || site === 'none';
  if (!own) {
    throw new Problem(403, 'cross_origin', { detail: 'page.form.from_another_site' });
  }
}

function isOwn(origin: string, publicUrl: string, host: string): boolean {
  return origin === publicUrl || (host !== '' && URL.parse(origin)?.host === host);
}
