import { inTenant } from '../../../src/db/in-tenant.ts';
import type { SettingsUser } from '../../../src/db/reading/settings-user.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { deactivateUser } from '../../../src/host/identity/people.ts';
import { type AccessChange, previewAccess } from '../../../src/host/permissions/change-access.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { startInBackground } from '../../http/after-commit.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { errorsOf } from '../../forms/form.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { sessionCookie } from '../../session/cookie.ts';
import { goToUser } from './flash.ts';
import { userPath } from './paths.ts';
import { userInPath } from './user-in-path.ts';
import { seeOther } from '../../http/redirect.ts';

/** GET /settings/users/:id/deactivate: what deactivating would do, before it is done (R6). */
export function deactivatePage(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const user = await userInPath(ctx, deps);
    if (user.state === 'deactivated') {
      return seeOther(ctx, userPath(user.id));
    }
    const acting = { by, now: ctx.state.now };
    try {
      const preview = await previewAccess(deps.orm, tenantId, (em) => deactivateUser(em, tenantId, user.id, acting));
      show(ctx, user, { preview });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      show(ctx, user, error);
    }
  };
}

/** POST /settings/users/:id/deactivate: takes away the person's access, and returns their active tickets to the queue. */
export function deactivate(deps: WebDeps): Handler {
  const cookie = sessionCookie(deps.config);
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const user = await userInPath(ctx, deps);
    const acting = { by, now: ctx.state.now };
    let change: AccessChange<void>;
    try {
      change = await inTenant(deps.orm, tenantId, (em) => deactivateUser(em, tenantId, user.id, acting));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return show(ctx, user, error);
    }
    if (change.tickets > 0) startInBackground(ctx, deps.operations, (each) => each.releaseTickets(tenantId));
    if (user.id !== by) return goToUser(ctx, user.id, change.tickets > 0 ? 'deactivated_releasing' : 'deactivated');
    cookie.clear(ctx);
    ctx.set('Clear-Site-Data', '"cache"');
    seeOther(ctx, '/sign-in?signed-out');
  };
}

/** The page that asks for confirmation and says what would follow; without its button if deactivating is refused. */
function show(ctx: PageContext, user: SettingsUser, found: { preview: AccessChange<void> } | Refused): void {
  const refusal = found instanceof Refused ? found.refusal : null;
  if (refusal !== null) ctx.status = refusalStatus(refusal.code);
  const { translator } = ctx.state;
  render(ctx, 'settings/users/views/deactivate', {
    title: translator.t('settings.users.deactivation.title', { name: user.name }),
    errors: refusal === null ? [] : errorsOf(refusal, []),
    user: { name: user.name, state: user.state, path: userPath(user.id) },
    isSelf: user.id === principalOf(ctx).userId,
    tickets: found instanceof Refused ? null : ticketSentence(translator, user.name, found.preview),
    refused: refusal !== null,
  });
}

/** What becomes of the tickets of somebody who stops being an agent; null for anybody else. */
function ticketSentence({ t }: Translator, name: string, { lost, tickets }: AccessChange<void>): string | null {
  return lost.length === 0 ? null : t('settings.users.deactivation.tickets', { name, n: tickets });
}
