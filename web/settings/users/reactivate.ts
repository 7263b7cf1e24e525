import { inTenant } from '../../../src/db/in-tenant.ts';
import { reactivateUser } from '../../../src/host/identity/people.ts';
import { idInPath, principalOf, type WebDeps } from '../../http/context.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';
import { showRefused } from './person-page.ts';

/** POST /settings/users/:id/reactivate: gives access again, if the licence has a free seat where one is needed (R14). */
export function reactivate(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const id = idInPath(ctx);
    const acting = { by, now: ctx.state.now };
    try {
      const { value } = await inTenant(deps.orm, tenantId, (em) => reactivateUser(em, tenantId, id, acting));
      goToUser(ctx, id, value === 'invited' ? 'reactivated_invited' : 'reactivated');
    } catch (error) {
      await showRefused(ctx, deps, error);
    }
  };
}
