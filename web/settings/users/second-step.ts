import { inTenant } from '../../../src/db/in-tenant.ts';
import { readUser, type SettingsUser } from '../../../src/db/reading/settings-user.ts';
import { resetSecondStep } from '../../../src/host/identity/second-step/reset-second-step.ts';
import { hasSecondStep, readSecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import { setGoing } from '../../http/after-commit.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './done.ts';
import { userIdIn, userPath } from './paths.ts';

/** GET /settings/users/:id/second-step: asks before a person's second step is taken away. */
export function secondStepPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const { user, has } = await userInPath(ctx, deps);
    if (!has) return goToUser(ctx, user.id);
    render(ctx, 'settings/users/views/second-step', {
      title: `Remove the second step of ${user.name}?`,
      user: { name: user.name, email: user.email, path: userPath(user.id) },
      isSelf: user.id === principalOf(ctx).userId,
    });
  };
}

/** POST /settings/users/:id/second-step: takes it away, ends the person's sessions and tells them by mail. Twice is once. */
export function removeSecondStepOf(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { user, has } = await userInPath(ctx, deps);
    const about = { userId: user.id, by, now: ctx.state.now };
    await inTenant(deps.orm, tenantId, (em) => resetSecondStep(em, tenantId, about));
    if (has) setGoing(ctx, deps.operations, (each) => each.wakeServiceMail());
    goToUser(ctx, user.id, 'second_step_removed');
  };
}

async function userInPath(ctx: PageContext, { orm }: WebDeps): Promise<{ user: SettingsUser; has: boolean }> {
  const { tenantId } = principalOf(ctx);
  const id = userIdIn(ctx);
  return inTenant(orm, tenantId, async (em) => {
    const user = await readUser(em, id);
    if (user === null) throw new Problem(404, 'not_found');
    return { user, has: hasSecondStep(await readSecondSteps(em, { tenantId, userId: id })) };
  });
}
