import { inTenant } from '../../../src/db/in-tenant.ts';
import { nameOfPerson, type SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import { addMember, removeMember } from '../../../src/host/permissions/groups.ts';
import { idOrNotFound, type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';
import { typedIn } from '../../forms/form.ts';
import type { Handler } from '../../http/route.ts';
import { carryOut } from '../confirming.ts';
import { goTo } from './flash.ts';
import { groupInPath, showRefused } from './group-page.ts';
import { groupPath } from './paths.ts';

/**
 * POST /settings/permissions/:id/members: adds the person `user_id` to the group; no error if they are a member
 * already.
 */
export function addToGroup(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { group, person } = await membershipIn(ctx, deps);
    const member = { tenantId, groupId: group.id, userId: person.id, by };
    try {
      await inTenant(deps.orm, tenantId, (em) => addMember(em, member));
    } catch (error) {
      return showRefused(ctx, deps, error, 'members');
    }
    goTo(ctx, groupPath(group.id), 'member_added');
  };
}

/** POST /settings/permissions/:id/members/remove: removes the person `user_id`; no error if they are not a member. */
export function removeFromGroup(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { group, person } = await membershipIn(ctx, deps);
    const { t } = ctx.state.translator;
    await carryOut(ctx, deps, {
      question: t('settings.groups.member.question', { name: person.name, group: group.name }),
      button: t('settings.groups.member.remove_person', { name: person.name }),
      fields: [['user_id', person.id]],
      change: (em) => removeMember(em, { tenantId, groupId: group.id, userId: person.id, by }),
      back: groupPath(group.id),
      done: (releasing) => goTo(ctx, groupPath(group.id), releasing ? 'member_removed_releasing' : 'member_removed'),
      refused: (error) => showRefused(ctx, deps, error, 'members'),
    });
  };
}

type Membership = Readonly<{ group: SettingsGroup; person: { id: string; name: string } }>;

/**
 * The group and the person that a form is about; 404 if the tenant lacks one, or the group (Everyone) has no list of
 * members.
 */
async function membershipIn(ctx: PageContext, deps: WebDeps): Promise<Membership> {
  const group = await groupInPath(ctx, deps);
  const id = idOrNotFound(typedIn(ctx).user_id ?? '');
  const name = await inTenant(deps.orm, principalOf(ctx).tenantId, (em) => nameOfPerson(em, id));
  if (name === null || group.systemKey === 'everyone') throw new Problem(404, 'not_found');
  return { group, person: { id, name } };
}
