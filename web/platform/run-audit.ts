import type { WebDeps } from '../http/context.ts';
import type { Handler } from '../http/route.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import { goTo } from './flash.ts';

/** POST /platform/audits: starts an audit of all quotas now, or once the running one has ended. */
export function runAudit({ operations }: WebDeps): Handler {
  return async (ctx) => {
    try {
      await operations.runQuotaAudit();
    } catch (error) {
      throw new Unavailable('The audit could not be asked for', { cause: error });
    }
    goTo(ctx, '/platform', 'audit_asked');
  };
}
