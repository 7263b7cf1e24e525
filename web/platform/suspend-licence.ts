import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { PlatformTenant } from '../../src/db/reading/platform-tenant.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { changeLicence } from '../../src/host/licence/change-licence.ts';
import { type PageContext, platformOf, type WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { errorsOf, readForm } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';
import { errorsOnForm, seenVersionField } from './licence-form.ts';
import { tenantPath } from './paths.ts';
import { tenantInPath } from './tenant-page.ts';

const schema = z.object({ seen_version: seenVersionField });

/** GET /platform/tenants/:id/suspend: what suspending does, and the button that does it. */
export function suspendPage(deps: WebDeps): Handler {
  return async (ctx) => show(ctx, await tenantInPath(ctx, deps), []);
}

/** POST /platform/tenants/:id/suspend: suspends the licence and keeps all its terms (R11). */
export function suspend(deps: WebDeps): Handler {
  return async (ctx) => {
    const { userId: byId } = platformOf(ctx);
    const tenant = await tenantInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) {
      ctx.status = 422;
      return show(ctx, tenant, errorsOnForm(form.errors));
    }
    if (tenant.licence === null) return goTo(ctx, tenantPath(tenant.id), 'licence_missing');
    const { version: _, ...terms } = tenant.licence;
    const change = { terms: { ...terms, active: false }, byId, ifVersion: form.value.seen_version };
    try {
      await inTenant(deps.orm, tenant.id, (em) => changeLicence(em, tenant.id, change));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      ctx.status = refusalStatus(error.refusal.code);
      return show(ctx, await tenantInPath(ctx, deps), errorsOf(error.refusal, []));
    }
    goTo(ctx, tenantPath(tenant.id), 'licence_suspended');
  };
}

/** Without an active licence there is nothing to confirm: the tenant's page says so. */
function show(ctx: PageContext, tenant: PlatformTenant, errors: FormErrors): void {
  const { id, name, licence, activePeople } = tenant;
  if (licence === null || !licence.active) return goTo(ctx, tenantPath(id), 'licence_missing');
  render(ctx, 'platform/views/suspend', {
    title: ctx.state.translator.t('platform.suspend.title', { tenant: name }),
    errors,
    name,
    people: activePeople,
    seenVersion: licence.version,
    path: tenantPath(id),
  });
}
