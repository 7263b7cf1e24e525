import { inTenant } from '../../src/db/in-tenant.ts';
import { readUse } from '../../src/db/reading/api-use.ts';
import { readAlerts } from '../../src/db/reading/platform-alerts.ts';
import { readLicenceChanges } from '../../src/db/reading/platform-changes.ts';
import { type PlatformTenant, readPlatformTenant } from '../../src/db/reading/platform-tenant.ts';
import { useBars, useSince } from '../page/api-use.ts';
import { idInPath, type PageContext, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { alertsPath } from './alerts-page.ts';
import { changeLine, changesPath } from './changes-page.ts';
import { flashIn } from './flash.ts';
import { type FailedLicence, licenceFormModel } from './licence-form.ts';
import { licenceState } from './describe-licence.ts';
import { tenantPath } from './paths.ts';
import { alertLine } from './present-alert.ts';
import { quotaBars } from './present-tenant.ts';

/** How many alerts and changes the page of a tenant shows; links lead to all of them. */
const shownAtMost = 10;

/** GET /platform/tenants/:id: a tenant's licence form, quota and API use, alerts, licence changes and administrators. */
export function tenantPage(deps: WebDeps): Handler {
  return async (ctx) => showTenant(ctx, deps, await tenantInPath(ctx, deps), null);
}

/** The tenant that the path names; 404 if there is none. */
export async function tenantInPath(ctx: PageContext, { orm }: WebDeps): Promise<PlatformTenant> {
  const id = idInPath(ctx);
  const tenant = await inTenant(orm, id, (em) => readPlatformTenant(em, id));
  if (tenant === null) throw new Problem(404, 'not_found');
  return tenant;
}

/** The page of a tenant, with the licence as it is or the form as it was refused. */
export async function showTenant(
  ctx: PageContext,
  { orm }: WebDeps,
  tenant: PlatformTenant,
  failed: FailedLicence | null,
): Promise<void> {
  const { id, licence } = tenant;
  const alerts = await readAlerts(orm, { tenantId: id, onlyOpen: false, before: null, limit: shownAtMost + 1 });
  const changes = await readLicenceChanges(orm, { tenantId: id, before: null, limit: shownAtMost + 1 });
  const { now, translator } = ctx.state;
  const use = await inTenant(orm, id, (em) => readUse(em, useSince(now)));
  render(ctx, 'platform/views/tenant', {
    title: tenant.name,
    errors: failed?.errors ?? [],
    flash: flashIn(ctx),
    tenant,
    path: tenantPath(id),
    state: licenceState(licence, now),
    sold: licence === null ? 'never' : licence.active ? 'active' : 'suspended',
    quotas: licence === null ? [] : quotaBars(translator, licence, tenant),
    use: useBars(use, now),
    form: licenceFormModel(translator, licence, failed),
    lines: alerts.slice(0, shownAtMost).map(alertLine),
    allAlerts: alerts.length > shownAtMost ? alertsPath({ view: 'all', tenant: id, after: null }) : null,
    back: 'tenant',
    changes: changes.slice(0, shownAtMost).map((change) => changeLine(translator, change)),
    allChanges: changes.length > shownAtMost ? changesPath(id, null) : null,
  });
}
