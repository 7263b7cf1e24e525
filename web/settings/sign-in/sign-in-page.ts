import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readSecondStepRule, saveSecondStepRule } from '../../../src/host/identity/second-step/second-step-rule.ts';
import { hasSecondStep, readSecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import { choicesField, readForm } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { seeOther } from '../../http/redirect.ts';

const form = z.object({ second_step: choicesField(['required'], 'settings.sign_in.error') });

/** GET /settings/sign-in: whether everybody needs a second step, and how many have one. */
export function signInSettingsPage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, []);
}

/** POST /settings/sign-in: requires a second step of everybody from their next sign-in on, or no longer does. */
export function saveSignInSettings(deps: WebDeps): Handler {
  return async (ctx) => {
    const read = readForm(ctx, form);
    if (!read.ok) {
      ctx.status = 422;
      return show(ctx, deps, read.errors);
    }
    const { tenantId, userId: by } = principalOf(ctx);
    const required = read.value.second_step.length > 0;
    await inTenant(deps.orm, tenantId, (em) => saveSecondStepRule(em, tenantId, { required, by }));
    seeOther(ctx, '/settings/sign-in?saved');
  };
}

async function show(ctx: PageContext, { orm }: WebDeps, errors: FormErrors): Promise<void> {
  const principal = principalOf(ctx);
  const { rule, own } = await inTenant(orm, principal.tenantId, async (em) => ({
    rule: await readSecondStepRule(em, principal.tenantId),
    own: hasSecondStep(await readSecondSteps(em, principal)),
  }));
  render(ctx, 'settings/sign-in/views/sign-in', {
    title: ctx.state.translator.t('settings.sign_in.title'),
    errors,
    saved: 'saved' in ctx.query && errors.length === 0,
    required: rule.required ? ['required'] : [],
    have: { have: rule.withStep, people: rule.people },
    hasOwn: own,
  });
}
