import { inTenant } from '../../../src/db/in-tenant.ts';
import { resetSecondStep } from '../../../src/host/identity/second-step/reset-second-step.ts';
import { hasSecondStep, readSecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';
import { userPath } from './paths.ts';
import { userInPath } from './user-in-path.ts';

/** GET /settings/users/:id/second-step: asks for confirmation before a person's second step is removed. */
export function secondStepPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const user = await userInPath(ctx, deps);
    const { tenantId } = principalOf(ctx);
    const steps = await inTenant(deps.orm, tenantId, (em) => readSecondSteps(em, { tenantId, userId: user.id }));
    if (!hasSecondStep(steps)) return goToUser(ctx, user.id);
    const isSelf = user.id === principalOf(ctx).userId;
    const { t } = ctx.state.translator;
    render(ctx, 'settings/users/views/second-step', {
      title: isSelf
        ? t('settings.users.second_step.title_you')
        : t('settings.users.second_step.title', { name: user.name }),
      user: { name: user.name, email: user.email, path: userPath(user.id) },
      isSelf,
    });
  };
}

/**
 * POST /settings/users/:id/second-step: removes it, ends the person's sessions and tells them by mail. Sending it twice
 * is safe.
 */
export function removeSecondStepOf(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const user = await userInPath(ctx, deps);
    const about = { userId: user.id, by, now: ctx.state.now };
    await inTenant(deps.orm, tenantId, (em) => resetSecondStep(em, tenantId, about));
    goToUser(ctx, user.id, 'second_step_removed');
  };
}
