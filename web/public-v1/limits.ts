import type { Context, Middleware } from 'koa';
import type { Orm } from '../../src/db/orm.ts';
import { type CallCount, countCall, type LimitState, type RouteClass } from '../../src/host/api-keys/count-call.ts';
import { message } from '../../src/locales/message.ts';
import type { PageState } from '../http/context.ts';
import { Problem } from '../http/errors.ts';

/**
 * Counts every call of a key under `/public/v1` and lets it through while key and tenant have calls left in this minute
 * (R32). Every answer reports them in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11);
 * beyond the limit it is 429 with `Retry-After`. Runs after authentication.
 */
export function limitCalls(orm: Orm): Middleware<PageState> {
  return async (ctx, next) => {
    const { caller } = ctx.state;
    if (caller === null) throw new Error('A call is limited before it is known whose it is');
    const count = await countCall(orm, caller, classOf(ctx));
    ctx.set(limitHeaders(count));
    if (count.exceeded !== null) throw tooMany(count, count.exceeded);
    await next();
  };
}

/** Calls with a safe method (RFC 9110, 9.2.1) count as reads. */
function classOf({ method }: Context): RouteClass {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'write';
}

/** Quota `q` in a window of `w` seconds; `r` remaining, reset in `t` seconds. */
function limitHeaders({ perKey, perTenant }: CallCount): Record<string, string> {
  const policy = (name: string, { limit }: LimitState) => `"${name}";q=${limit};w=60`;
  const state = (name: string, { left, seconds }: LimitState) => `"${name}";r=${left};t=${seconds}`;
  return {
    'RateLimit-Policy': `${policy('key', perKey)}, ${policy('tenant', perTenant)}`,
    RateLimit: `${state('key', perKey)}, ${state('tenant', perTenant)}`,
  };
}

function tooMany(count: CallCount, exceeded: 'perKey' | 'perTenant'): Problem {
  const { limit, seconds } = count[exceeded];
  return new Problem(429, 'too_many_requests', {
    detail: message(exceeded === 'perKey' ? 'api.calls.key' : 'api.calls.tenant', { limit, seconds }),
    headers: { ...limitHeaders(count), 'Retry-After': String(seconds) },
  });
}
