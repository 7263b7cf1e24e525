import { z } from 'zod';
import { permissions } from '../../../src/domain/permissions.ts';
import { setPermissions } from '../../../src/host/permissions/groups.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { choicesField, readForm } from '../../forms/form.ts';
import type { Handler } from '../../http/route.ts';
import { carryOut } from '../confirming.ts';
import { goTo } from './flash.ts';
import { groupInPath, showGroup, showRefused } from './group-page.ts';
import { groupPath } from './paths.ts';

/** Schema of the permission boxes, for a new group's form too. */
export const permissionsField = choicesField(permissions, 'settings.groups.error.permissions');

const schema = z.object({ permissions: permissionsField });

/** POST /settings/permissions/:id/permissions: gives the group exactly the permissions that are ticked. */
export function savePermissions(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const group = await groupInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) return showGroup(ctx, deps, { form: 'permissions', errors: form.errors, status: 422 });
    const wanted = form.value.permissions;
    const { t } = ctx.state.translator;
    await carryOut(ctx, deps, {
      question: t('settings.groups.permissions.question', { name: group.name }),
      button: t('settings.groups.permissions.button'),
      fields: wanted.map((permission) => ['permissions', permission] as const),
      change: (em) => setPermissions(em, tenantId, { groupId: group.id, permissions: wanted, by }),
      back: groupPath(group.id),
      done: (releasing) =>
        goTo(ctx, groupPath(group.id), releasing ? 'permissions_saved_releasing' : 'permissions_saved'),
      refused: (error) => showRefused(ctx, deps, error, 'permissions'),
    });
  };
}
