import { inTenant } from '../../../src/db/in-tenant.ts';
import { canJoin } from '../../../src/db/reading/settings-user.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { inviteUser } from '../../../src/host/identity/people.ts';
import { derivedId } from '../../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { commandIdFor, readForm, tickedIn, typedIn } from '../../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';
import { loadGroupChoices } from './group-choices.ts';
import { personFields, personForm, refusalInForm, unknownGroups } from './person-form.ts';
import { readSeats, seatSummary } from './seats.ts';

/** GET /settings/users/new: the form to invite somebody. */
export function invitePage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, []);
}

/** POST /settings/users/new: creates the person and sends the invitation. Sent twice, it invites once. */
export function invite(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const form = readForm(ctx, personForm);
    const groupIds = [...new Set(tickedIn(ctx, 'groups'))];
    const lost = !(await inTenant(deps.orm, tenantId, (em) => canJoin(em, groupIds)));
    const wrong = [...(form.ok ? [] : form.errors), ...(lost ? [unknownGroups] : [])];
    if (!form.ok || lost) return show(ctx, deps, wrong, 422);
    const { command_id: key, name, email } = form.value;
    const id = derivedId('user', tenantId, by, key);
    try {
      const { now } = ctx.state;
      await inTenant(deps.orm, tenantId, (em) => inviteUser(em, tenantId, { id, name, email, groupIds }, { by, now }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return show(ctx, deps, ...refusalInForm(error.refusal));
    }
    goToUser(ctx, id, 'invited');
  };
}

async function show(ctx: PageContext, { orm }: WebDeps, errors: FormErrors, status = 200): Promise<void> {
  const { tenantId } = principalOf(ctx);
  const { translator } = ctx.state;
  const { seats, groups } = await inTenant(orm, tenantId, async (em) => ({
    seats: await readSeats(translator, em, tenantId),
    groups: await loadGroupChoices(translator, em, null),
  }));
  ctx.status = status;
  render(ctx, 'settings/users/views/invite', {
    title: translator.t('settings.users.invitation.title'),
    errors: errorsOnPage(errors, personFields),
    commandId: commandIdFor(ctx),
    typed: typedIn(ctx),
    ticked: tickedIn(ctx, 'groups'),
    seats,
    seatSummary: seats === null ? '' : seatSummary(translator, seats),
    groups,
  });
}
