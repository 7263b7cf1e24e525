import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { PageState } from './context.ts';
import type { Logger } from '../../src/log.ts';
import type { Rendering } from '../page/rendering.ts';
import { translatorOf } from './reader.ts';

// Requested every few seconds by whatever monitors the process.
const probes = new Set(['/healthz', '/readyz']);

/** Gives each request its id (a proxy's, if it sends a plain one), its instant and its logger, and logs its end. */
export function requestLog(parts: { log: Logger; now: () => Date; rendering: Rendering }): Middleware<PageState> {
  return async (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const requestId = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    const log = parts.log.child({ requestId });
    Object.assign(ctx.state, {
      requestId,
      log,
      now: parts.now(),
      rendering: parts.rendering,
      translator: translatorOf(ctx),
      principal: null,
      platform: null,
      mailLink: null,
      caller: null,
      audience: null,
      form: {},
      formRefusal: null,
    });
    ctx.set('X-Request-Id', requestId);
    const started = performance.now();
    await next();
    const { mailLink, principal, platform, caller } = ctx.state;
    const { tenantId, userId } = mailLink ?? principal ?? { tenantId: caller?.tenantId, userId: platform?.userId };
    // The path alone: a query may contain what somebody searched for. A link from a mail is a secret.
    const entry = {
      method: ctx.method,
      path: ctx.path.replace(/^\/(account|answer)\/.*/is, '/$1/…'),
      status: ctx.status,
      ms: Math.round(performance.now() - started),
    };
    const level = probes.has(ctx.path) ? 'debug' : ctx.status >= 500 ? 'warn' : 'info';
    log[level]({ ...entry, tenantId, userId, keyId: caller?.keyId }, 'request');
  };
}
