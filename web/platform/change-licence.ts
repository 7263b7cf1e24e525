import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { PlatformTenant } from '../../src/db/reading/platform-tenant.ts';
import type { LicenceTerms } from '../../src/domain/licence.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { changeLicence } from '../../src/host/licence/change-licence.ts';
import { type PageContext, platformOf, type WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { errorsOf, readForm, tickedIn, typedIn } from '../forms/form.ts';
import type { FieldError, FormErrors } from '../forms/field-error.ts';
import { dayHasPassed, dayValue } from '../forms/last-day.ts';
import type { Handler } from '../http/route.ts';
import { type Done, goTo } from './flash.ts';
import { errorsOnForm, licenceForm } from './licence-form.ts';
import { tenantPath } from './paths.ts';
import { showTenant, tenantInPath } from './tenant-page.ts';

/** POST /platform/tenants/:id/licence: activates or changes the licence (R11 to R13), if it is still the version that was seen. */
export function saveLicence(deps: WebDeps): Handler {
  return async (ctx) => {
    const { userId: byId } = platformOf(ctx);
    const tenant = await tenantInPath(ctx, deps);
    const form = readForm(ctx, licenceForm);
    if (!form.ok) return showAgain(ctx, deps, tenant, { status: 422, errors: errorsOnForm(form.errors) });
    const terms = termsOf(form.value);
    const wrong = wrongFor(tenant, terms, ctx.state.now);
    if (wrong !== null) return showAgain(ctx, deps, tenant, { status: 422, errors: [wrong] });
    const { seen_version: ifVersion } = form.value;
    try {
      await inTenant(deps.orm, tenant.id, (em) => changeLicence(em, tenant.id, { terms, byId, ifVersion }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refusal } = error;
      const failure = { status: refusalStatus(refusal.code), errors: errorsOf(refusal, []), conflict: true };
      return showAgain(ctx, deps, await tenantInPath(ctx, deps), failure);
    }
    goTo(ctx, tenantPath(tenant.id), doneBy(tenant, terms));
  };
}

function termsOf(form: z.output<typeof licenceForm>): LicenceTerms {
  return {
    active: form.active === 'yes',
    validUntil: form.valid_until,
    flags: form.flags,
    maxAgents: form.max_agents,
    maxEmailsMonth: form.max_emails_month,
    callsPerKey: form.calls_per_key,
    callsPerTenant: form.calls_per_tenant,
  };
}

/** Checks that need the licence as it is. A last day that has passed may stay, but none may be set. */
function wrongFor({ licence }: PlatformTenant, terms: LicenceTerms, now: Date): FieldError | null {
  if (licence === null && !terms.active) {
    return { field: '', message: 'platform.error.no_licence' };
  }
  if (terms.validUntil === null || new Date(terms.validUntil) > now) return null;
  const sameDay = licence !== null && dayValue(licence.validUntil) === dayValue(terms.validUntil);
  if (sameDay && licence.active === terms.active) return null;
  return { field: 'valid_until', message: dayHasPassed };
}

type Failure = Readonly<{ status: number; errors: FormErrors; conflict?: boolean }>;

async function showAgain(ctx: PageContext, deps: WebDeps, tenant: PlatformTenant, failure: Failure): Promise<void> {
  const { status, errors, conflict = false } = failure;
  ctx.status = status;
  await showTenant(ctx, deps, tenant, { errors, conflict, typed: typedIn(ctx), ticked: tickedIn(ctx, 'flags') });
}

function doneBy(tenant: PlatformTenant, terms: LicenceTerms): Done {
  if (terms.maxAgents < tenant.agents || terms.maxEmailsMonth < tenant.emails) return 'licence_below_use';
  if (!terms.active) return 'licence_saved_suspended';
  return tenant.licence?.active ? 'licence_saved' : 'licence_activated';
}
