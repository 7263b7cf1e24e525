import type { Context, Middleware } from 'koa';
import { Problem } from './errors.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site sends in the name of a signed-in person (CSRF): a request that changes something must say
 * by `Sec-Fetch-Site`, or by `Origin` where a browser is too old for that, that it comes from our own pages.
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
  if (site === '' && origin === '') {
    throw new Problem(403, 'cross_origin', {
      detail: 'A request that changes something must carry Sec-Fetch-Site or Origin, as browsers send them.',
    });
  }
  const own = site === '' ? isOwn(origin, publicUrl, ctx.host) : site === 'same-origin' || site === 'none';
  if (!own) {
    throw new Problem(403, 'cross_origin', { detail: 'The form came from another site, so nothing was changed.' });
  }
}

function isOwn(origin: string, publicUrl: string, host: string): boolean {
  return origin === publicUrl || (host !== '' && URL.parse(origin)?.host === host);
}
