import { countFailing } from '../../src/db/upkeep/stuck-tickets.ts';
import type { WebDeps } from '../http/context.ts';
import { get, type Route } from '../http/route.ts';

/** For operators: liveness and readiness. */
export function healthRoutes({ orm, readiness }: WebDeps): Route[] {
  return [
    get('/healthz', { audience: 'anyone' }, (ctx) => {
      ctx.body = { status: 'alive' };
    }),
    get('/readyz', { audience: 'anyone' }, async (ctx) => {
      const reasons = await readiness();
      ctx.status = reasons.length === 0 ? 200 : 503;
      // Workflows that cannot go on are reported by the console: no other process would do better than this one.
      ctx.body =
        reasons.length === 0
          ? { status: 'ready', failingWorkflows: await countFailing(orm) }
          : { status: 'not ready', reasons };
    }),
  ];
}
