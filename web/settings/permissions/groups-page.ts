import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readGroups, type SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { readSeats } from '../users/seats.ts';
import { flashIn } from './flash.ts';
import { groupPath, groupsPath } from './paths.ts';
import { labelsOfPermissions } from './permission-labels.ts';
import { formatCount } from '../../page/count.ts';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

/** GET /settings/permissions: the groups, what each permits and how many members it has, and the seats of the licence. */
export function groupsPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { after } = readQuery(ctx, query);
    const { groups, seats } = await inTenant(orm, tenantId, async (em) => ({
      groups: await readGroups(em, { after, limit: pageSize + 1 }),
      seats: await readSeats(em, tenantId),
    }));
    const { shown, last } = pageOf(groups, pageSize);
    render(ctx, 'settings/permissions/views/groups', {
      title: 'Permissions',
      flash: flashIn(ctx),
      seats,
      lines: shown.map(groupLine),
      first: after === null ? null : groupsPath,
      next: last && `${groupsPath}?after=${last.id}`,
    });
  };
}

function groupLine(group: SettingsGroup) {
  const { id, name, systemKey } = group;
  return {
    href: groupPath(id),
    name,
    isSystem: systemKey !== null,
    members: systemKey === 'everyone' ? 'Holds everybody' : memberCount(group),
    permissions: labelsOfPermissions(group.permissions).map(({ label }) => label),
  };
}

/** The number of members, with the noun. */
export function memberCount({ members }: Pick<SettingsGroup, 'members'>): string {
  return members === 1 ? '1 member' : `${formatCount(members)} members`;
}
