import { deleteGroup } from '../../../src/host/permissions/groups.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import type { Handler } from '../../http/route.ts';
import { carryOut } from '../confirming.ts';
import { goTo } from './flash.ts';
import { groupInPath, showRefused } from './group-page.ts';
import { groupPath, groupsPath } from './paths.ts';

/** POST /settings/permissions/:id/delete: deletes a custom group; its members keep what other groups give them. */
export function removeGroup(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const group = await groupInPath(ctx, deps);
    const { t } = ctx.state.translator;
    await carryOut(ctx, deps, {
      question: t('settings.groups.delete.question', { name: group.name }),
      button: t('settings.groups.delete.button'),
      fields: [],
      change: (em) => deleteGroup(em, tenantId, { groupId: group.id, by }),
      back: groupPath(group.id),
      done: (releasing) => goTo(ctx, groupsPath, releasing ? 'group_deleted_releasing' : 'group_deleted'),
      refused: (error) => showRefused(ctx, deps, error, 'delete'),
    });
  };
}
