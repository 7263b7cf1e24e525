import { inTenant } from '../../../src/db/in-tenant.ts';
import { withdrawAddressChange } from '../../../src/host/identity/change-person.ts';
import { idInPath, principalOf, type WebDeps } from '../../http/context.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';

/** POST /settings/users/:id/address/withdraw: withdraws a new address that waits for its confirmation. */
export function withdrawAddress({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const userId = idInPath(ctx);
    const about = { userId, by, now: ctx.state.now };
    await inTenant(orm, tenantId, (em) => withdrawAddressChange(em, tenantId, about));
    goToUser(ctx, userId, 'address_withdrawn');
  };
}
