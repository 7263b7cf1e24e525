import { countFailing } from '../../src/db/upkeep/stuck-tickets.ts';
import type { WebDeps } from '../http/context.ts';
import { get, type Route } from '../http/route.ts';

/** For whoever runs the service: it lives; it can do its work. */
export function healthRoutes({ orm, readiness }: WebDeps): Route[] {
  return [
    get('/healthz', { audience: 'anyone' }, (ctx) => {
      ctx.body = { status: 'alive' };
    }),
    get('/readyz', { audience: 'anyone' }, async (ctx) => {
      const reasons = await readiness();
      ctx.status = reasons.length === 0 ? 200 : 503;
      // Workflows that cannot go on are for the console: this process is as good as any other.
      ctx.body =
        reasons.length === 0
          ? { status: 'ready', failingWorkflows: await countFailing(orm) }
          : { status: 'not ready', reasons };
    }),
  ];
}
