import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { checkName } from '../../../src/domain/text.ts';
import { renameGroup } from '../../../src/host/permissions/groups.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readForm, ruledField } from '../../forms/form.ts';
import type { Handler } from '../../http/route.ts';
import { goTo } from './flash.ts';
import { groupInPath, showGroup, showRefused } from './group-page.ts';
import { groupPath } from './paths.ts';

/** Schema of a group's name, for a new group's form too. */
export const groupNameField = ruledField((text) => checkName(text, 'name', 'refusal.name.group'));

const schema = z.object({ name: groupNameField });

/** POST /settings/permissions/:id/name: renames a custom group. */
export function saveName(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const { id: groupId } = await groupInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) return showGroup(ctx, deps, { form: 'name', errors: form.errors, status: 422 });
    const { name } = form.value;
    try {
      await inTenant(deps.orm, tenantId, (em) => renameGroup(em, tenantId, { groupId, name, by }));
    } catch (error) {
      return showRefused(ctx, deps, error, 'name');
    }
    goTo(ctx, groupPath(groupId), 'group_renamed');
  };
}
