import { inTenant } from '../../src/db/in-tenant.ts';
import { tenantOfAlert } from '../../src/db/reading/platform-alerts.ts';
import { acknowledgeAlert } from '../../src/host/licence/alerts.ts';
import { idInPath, platformOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { typedIn } from '../forms/form.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';
import { tenantPath } from './paths.ts';

/** POST /platform/alerts/:id/acknowledge: notes who has seen it. The alert's row names its tenant, never the form. */
export function acknowledge({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { userId: by } = platformOf(ctx);
    const alertId = idInPath(ctx);
    const tenantId = await tenantOfAlert(orm, alertId);
    if (tenantId === null) throw new Problem(404, 'not_found');
    await inTenant(orm, tenantId, (em) => acknowledgeAlert(em, tenantId, { alertId, by, now: ctx.state.now }));
    const { back } = typedIn(ctx);
    const list = back === 'all' ? '/platform/alerts?view=all' : '/platform/alerts';
    goTo(ctx, back === 'tenant' ? tenantPath(tenantId) : list, 'alert_acknowledged');
  };
}
