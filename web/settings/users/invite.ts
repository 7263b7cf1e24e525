import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { canJoin } from '../../../src/db/reading/settings-user.ts';
import { normalAddress } from '../../../src/domain/mail-address.ts';
import { type Refusal, Refused } from '../../../src/domain/refusal.ts';
import { checkName } from '../../../src/domain/text.ts';
import { inviteUser } from '../../../src/host/identity/people.ts';
import { derivedId } from '../../../src/ids.ts';
import { isMailAddress } from '../../../src/mail/address.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { commandIdField, errorsOf, commandIdFor, readForm, ruledField, tickedIn, typedIn } from '../../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';
import { loadGroupChoices } from './group-choices.ts';
import { readSeats, seatSummary } from './seats.ts';

const fields = ['name', 'email', 'groups'];
const whichEmail = 'Enter one e-mail address, such as name@example.com.';
const whichGroups = 'A group that was ticked does not exist any more. Tick among those that are left.';

const schema = z.object({
  command_id: commandIdField,
  name: ruledField((text) => checkName(text, 'name', 'Enter the name of the person.')),
  email: z.string({ error: whichEmail }).trim().transform(normalAddress).refine(isMailAddress, whichEmail),
});

/** GET /settings/users/new: the form to invite somebody. */
export function invitePage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, []);
}

/** POST /settings/users/new: creates the person and sends the invitation. Sent twice, it invites once. */
export function invite(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const form = readForm(ctx, schema);
    const groupIds = [...new Set(tickedIn(ctx, 'groups'))];
    const lost = !(await inTenant(deps.orm, tenantId, (em) => canJoin(em, groupIds)));
    const wrong = [...(form.ok ? [] : form.errors), ...(lost ? [{ field: 'groups', message: whichGroups }] : [])];
    if (!form.ok || lost) return show(ctx, deps, wrong, 422);
    const { command_id: key, name, email } = form.value;
    const id = derivedId('user', tenantId, by, key);
    try {
      const { now } = ctx.state;
      await inTenant(deps.orm, tenantId, (em) => inviteUser(em, tenantId, { id, name, email, groupIds }, { by, now }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return show(ctx, deps, ...toldInForm(error.refusal));
    }
    goToUser(ctx, id, 'invited');
  };
}

/** The errors of a refusal for the form, and the status. */
function toldInForm(refusal: Refusal): [FormErrors, number] {
  // A group was deleted between reading the groups and the invitation.
  if (refusal.code === 'not_found') return [[{ field: 'groups', message: whichGroups }], 422];
  return [errorsOf(refusal, fields), refusalStatus(refusal.code)];
}

async function show(ctx: PageContext, { orm }: WebDeps, errors: FormErrors, status = 200): Promise<void> {
  const { tenantId } = principalOf(ctx);
  const { seats, groups } = await inTenant(orm, tenantId, async (em) => ({
    seats: await readSeats(em, tenantId),
    groups: await loadGroupChoices(em, null),
  }));
  ctx.status = status;
  render(ctx, 'settings/users/views/invite', {
    title: 'Invite',
    errors: errorsOnPage(errors, fields),
    commandId: commandIdFor(ctx),
    typed: typedIn(ctx),
    ticked: tickedIn(ctx, 'groups'),
    seats,
    seatSummary: seats === null ? '' : seatSummary(seats),
    groups,
  });
}
