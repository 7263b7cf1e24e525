import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { findNonMembers, readGroup, readMembers, type SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem, refusalStatus } from '../../http/errors.ts';
import { errorsOf, readQuery, tickedIn, typedIn } from '../../forms/form.ts';
import type { FormErrors } from '../../forms/field-error.ts';
import { searchField } from '../../forms/search-field.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { readSeats } from '../users/seats.ts';
import { flashIn } from './flash.ts';
import { groupPath } from './paths.ts';
import { permissionOptions, labelsOfPermissions } from './permission-labels.ts';
import { memberList, presentGroup, searchResult } from './present-group.ts';

const pageSize = 50;
const mostFound = 20;

const query = z.object({
  q: searchField,
  after: z.uuid().nullable().catch(null),
});

/** Which of the page's forms failed and is shown as it was sent. */
export type FailedForm = 'name' | 'permissions' | 'members' | 'delete';

/** GET /settings/permissions/:id: a group with its members, permissions and forms; `?q=` finds people to add. */
export function groupPage(deps: WebDeps): Handler {
  return (ctx) => showGroup(ctx, deps, null);
}

/** The group that the path names; 404 if the tenant has none. */
export async function groupInPath(ctx: PageContext, { orm }: WebDeps): Promise<SettingsGroup> {
  const id = idInPath(ctx);
  const group = await inTenant(orm, principalOf(ctx).tenantId, (em) => readGroup(em, id));
  if (group === null) throw new Problem(404, 'not_found');
  return group;
}

/** The page of the group in the path, as it is or with the form that failed as it was sent. */
export async function showGroup(
  ctx: PageContext,
  deps: WebDeps,
  failed: { form: FailedForm; errors: FormErrors; status: number } | null,
): Promise<void> {
  const { tenantId } = principalOf(ctx);
  const group = await groupInPath(ctx, deps);
  const { q, after } = readQuery(ctx, query);
  const { translator } = ctx.state;
  const { members, found, seats } = await inTenant(deps.orm, tenantId, async (em) => ({
    members: await readMembers(em, { groupId: group.id, after, limit: pageSize + 1 }),
    found: q === '' ? [] : await findNonMembers(em, { groupId: group.id, search: q, limit: mostFound + 1 }),
    seats: await readSeats(translator, em, tenantId),
  }));
  if (failed !== null) ctx.status = failed.status;
  render(ctx, 'settings/permissions/views/group', {
    title: group.name,
    errors: failed?.errors ?? [],
    flash: flashIn(ctx),
    group: presentGroup(group),
    permissions: labelsOfPermissions(translator, group.permissions),
    options: permissionOptions(translator),
    ticked: failed?.form === 'permissions' ? tickedIn(ctx, 'permissions') : group.permissions,
    name: failed?.form === 'name' ? typedIn(ctx).name : group.name,
    seats,
    list: memberList(groupPath(group.id), { members, after, pageSize }),
    search: searchResult({ q, found, mostFound }),
  });
}

/** The group's page with the refusal of a form, beside `field` if it is about one; other errors are rethrown. */
export async function showRefused(ctx: PageContext, deps: WebDeps, error: unknown, form: FailedForm): Promise<void> {
  if (!(error instanceof Refused) || error.refusal.code === 'not_found') throw error;
  const { refusal } = error;
  const { systemKey } = await groupInPath(ctx, deps);
  // The fixed permissions of ITSM Agent have no boxes, and the name of a system group no field.
  const hasBoxes = form === 'permissions' && systemKey !== 'itsm_agent';
  const errors = hasBoxes ? [{ field: 'permissions', message: refusalText(refusal) }] : errorsOf(refusal, ['name']);
  await showGroup(ctx, deps, { form, errors, status: refusalStatus(refusal.code) });
}
