import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { createGroup } from '../../../src/host/permissions/groups.ts';
import { derivedId } from '../../../src/ids.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { refusalStatus } from '../../http/errors.ts';
import { commandIdField, errorsOf, commandIdFor, readForm, tickedIn, typedIn } from '../../forms/form.ts';
import { errorsOnPage, type FormErrors } from '../../forms/field-error.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { permissionsField } from './change-permissions.ts';
import { goTo } from './flash.ts';
import { groupPath } from './paths.ts';
import { permissionOptions } from './permission-labels.ts';
import { groupNameField } from './rename-group.ts';

const fields = ['name', 'permissions'];

const schema = z.object({ command_id: commandIdField, name: groupNameField, permissions: permissionsField });

/** GET /settings/permissions/new: the form for a custom group. */
export function newGroupPage(ctx: PageContext): void {
  show(ctx, [], 200);
}

/** POST /settings/permissions/new: creates the group (R10). Sent twice, it creates one. */
export function makeGroup({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const form = readForm(ctx, schema);
    if (!form.ok) return show(ctx, form.errors, 422);
    const { command_id: key, name, permissions } = form.value;
    // The key includes the name: somebody who goes back and sends the form with another name asks for another group.
    const id = derivedId('group', tenantId, by, key, name);
    try {
      await inTenant(orm, tenantId, (em) => createGroup(em, tenantId, { id, name, permissions, by }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return show(ctx, errorsOf(error.refusal, fields), refusalStatus(error.refusal.code));
    }
    goTo(ctx, groupPath(id), 'group_created');
  };
}

function show(ctx: PageContext, errors: FormErrors, status: number): void {
  ctx.status = status;
  render(ctx, 'settings/permissions/views/new', {
    title: ctx.state.translator.t('settings.groups.new'),
    errors: errorsOnPage(errors, fields),
    commandId: commandIdFor(ctx),
    name: typedIn(ctx).name,
    ticked: tickedIn(ctx, 'permissions'),
    options: permissionOptions(ctx.state.translator),
  });
}
