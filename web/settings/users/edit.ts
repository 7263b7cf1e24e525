import { inTenant } from '../../../src/db/in-tenant.ts';
import type { SettingsUser } from '../../../src/db/reading/settings-user.ts';
import { normalAddress } from '../../../src/domain/mail-address.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { isUuid } from '../../../src/domain/uuid.ts';
import { type AddressChange, changeAddress, renameUser } from '../../../src/host/identity/change-person.ts';
import { changeGroups } from '../../../src/host/permissions/person-groups.ts';
import { derivedId } from '../../../src/ids.ts';
import { newCommandId, readForm, textField, tickedIn, typedIn } from '../../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../../forms/field-error.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { carryOut } from '../confirming.ts';
import { goToUser } from './flash.ts';
import { loadGroupChoices } from './group-choices.ts';
import { userPath } from './paths.ts';
import { personFields, personForm, refusalInForm, unknownGroups } from './person-form.ts';
import { userInPath } from './user-in-path.ts';

/** The form carries the values that it showed, so that what somebody else has changed meanwhile stays. */
const schema = personForm.extend({ seen_name: textField, seen_email: textField });

/** GET /settings/users/:id/edit: name, e-mail address and groups of a person. */
export function editPage(deps: WebDeps): Handler {
  return async (ctx) => show(ctx, deps, await userInPath(ctx, deps), []);
}

/**
 * POST /settings/users/:id/edit: saves the changes; a new address counts once it is confirmed. Sending it twice is
 * safe.
 */
export function saveEdit(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const user = await userInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) return show(ctx, deps, user, form.errors, 422);
    const { command_id: key, name, email, seen_name, seen_email } = form.value;
    const [ticked, seen] = [tickedIn(ctx, 'groups'), tickedIn(ctx, 'seen_groups')];
    const add = ticked.filter((id) => !seen.includes(id));
    const remove = seen.filter((id) => !ticked.includes(id));
    if (![...add, ...remove].every((id) => isUuid(id))) {
      return show(ctx, deps, user, [unknownGroups], 422);
    }
    const { t } = ctx.state.translator;
    const about = { userId: user.id, by, now: ctx.state.now };
    let address: AddressChange = 'same';
    await carryOut(ctx, deps, {
      question: t('settings.users.edit.question', { name: user.name }),
      button: t('settings.save'),
      back: userPath(user.id),
      fields: [
        ...Object.entries({ command_id: key, name, email, seen_name, seen_email }),
        ...ticked.map((id) => ['groups', id] as const),
        ...seen.map((id) => ['seen_groups', id] as const),
      ],
      change: async (em) => {
        if (name !== seen_name) await renameUser(em, tenantId, { ...about, name });
        if (email !== normalAddress(seen_email)) {
          const linkId = derivedId('link', tenantId, by, user.id, key);
          address = await changeAddress(em, tenantId, { ...about, email, linkId });
        }
        return changeGroups(em, tenantId, { userId: user.id, add, remove, by });
      },
      done: (releasing) => {
        const plain = { asked: 'address_asked', invited: 'address_invited', same: 'saved' } as const;
        goToUser(ctx, user.id, releasing ? 'saved_releasing' : plain[address]);
      },
      refused: async (error) => {
        if (!(error instanceof Refused)) throw error;
        await show(ctx, deps, user, ...refusalInForm(error.refusal));
      },
    });
  };
}

async function show(
  ctx: PageContext,
  { orm }: WebDeps,
  user: SettingsUser,
  errors: FormErrors,
  status = 200,
): Promise<void> {
  const { translator } = ctx.state;
  const groups = await inTenant(orm, principalOf(ctx).tenantId, (em) => loadGroupChoices(translator, em, user.id));
  const typed = typedIn(ctx);
  const again = errors.length > 0;
  ctx.status = status;
  render(ctx, 'settings/users/views/edit', {
    title: translator.t('settings.users.edit.title', { name: user.name }),
    errors: errorsOnPage(errors, personFields),
    user: { name: user.name, path: userPath(user.id), state: user.state },
    commandId: newCommandId(),
    name: again ? typed['name'] : user.name,
    email: again ? typed['email'] : user.email,
    ticked: again ? tickedIn(ctx, 'groups') : groups.joined,
    seen: {
      name: again ? typed['seen_name'] : user.name,
      email: again ? typed['seen_email'] : user.email,
      groups: again ? tickedIn(ctx, 'seen_groups') : groups.joined,
    },
    groups,
  });
}
