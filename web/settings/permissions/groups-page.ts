import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readGroups, type SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import { type Message, message } from '../../../src/locales/message.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { readSeats } from '../users/seats.ts';
import { flashIn } from './flash.ts';
import { groupPath, groupsPath } from './paths.ts';
import { labelsOfPermissions } from './permission-labels.ts';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

/** GET /settings/permissions: the groups, what each permits and how many members it has, and the seats of the licence. */
export function groupsPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { translator } = ctx.state;
    const { after } = readQuery(ctx, query);
    const { groups, seats } = await inTenant(orm, tenantId, async (em) => ({
      groups: await readGroups(em, { after, limit: pageSize + 1 }),
      seats: await readSeats(translator, em, tenantId),
    }));
    const { shown, last } = pageOf(groups, pageSize);
    render(ctx, 'settings/permissions/views/groups', {
      title: translator.t('settings.groups.title'),
      flash: flashIn(ctx),
      seats,
      lines: shown.map((group) => groupLine(translator, group)),
      first: after === null ? null : groupsPath,
      next: last && `${groupsPath}?after=${last.id}`,
    });
  };
}

function groupLine(translator: Translator, group: SettingsGroup) {
  const { id, name, systemKey } = group;
  return {
    href: groupPath(id),
    name,
    isSystem: systemKey !== null,
    members: systemKey === 'everyone' ? message('settings.groups.includes_everyone') : memberCount(group),
    permissions: labelsOfPermissions(translator, group.permissions).map(({ label }) => label),
  };
}

/** The number of members, with the noun. */
export function memberCount({ members }: Pick<SettingsGroup, 'members'>): Message {
  return message('settings.groups.member_count', { n: members });
}
