import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { countUsers, readUsers } from '../../../src/db/reading/settings-users.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { searchField } from '../../forms/search-field.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { emptyList, listAddress, stateLinks, userLine } from './present-list.ts';
import { readSeats } from './seats.ts';

const pageSize = 50;

const query = z.object({
  q: searchField,
  state: z.enum(['active', 'invited', 'deactivated']).nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});

/** GET /settings/users: the people of the tenant by name, filtered by search terms and state, and the seats in use. */
export function usersPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { translator } = ctx.state;
    const { q, state, after } = readQuery(ctx, query);
    const { users, counts, seats } = await inTenant(orm, tenantId, async (em) => ({
      users: await readUsers(em, { search: q, state, after, limit: pageSize + 1 }),
      counts: await countUsers(em),
      seats: await readSeats(translator, em, tenantId),
    }));
    const { shown, last } = pageOf(users, pageSize);
    const asked = { q, state };
    render(ctx, 'settings/users/views/list', {
      title: translator.t('settings.users.title'),
      seats,
      q,
      state,
      states: stateLinks(asked, counts),
      lines: shown.map((user) => userLine(translator, user)),
      empty: emptyList(translator, { ...asked, after }),
      first: after === null ? null : listAddress(asked),
      next: last && listAddress({ ...asked, after: last.id }),
    });
  };
}
