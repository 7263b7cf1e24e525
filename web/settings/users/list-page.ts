import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { countUsers, readUsers } from '../../../src/db/reading/settings-users.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { emptyList, listAddress, stateLinks, userLine } from './present-list.ts';
import { readSeats } from './seats.ts';

const pageSize = 50;

/** More words narrow a list no further, and each costs a look at every name. */
const mostWords = 10;

const query = z.object({
  q: z
    .string()
    .transform((text) =>
      text
        .replace(/[\u0000-\u001F\u007F]/g, ' ')
        .trim()
        .slice(0, 200)
        .toWellFormed(),
    )
    .catch(''),
  state: z.enum(['active', 'invited', 'deactivated']).nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});

/** GET /settings/users: the people of the tenant by name, found by words and by what they are, and the seats in use. */
export function usersPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { q, state, after } = readQuery(ctx, query);
    const words = q
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, mostWords);
    const { users, counts, seats } = await inTenant(orm, tenantId, async (em) => ({
      users: await readUsers(em, { terms: words, state, after, limit: pageSize + 1 }),
      counts: await countUsers(em),
      seats: await readSeats(em, tenantId),
    }));
    const shown = users.slice(0, pageSize);
    const last = shown.at(-1);
    const asked = { q, state };
    render(ctx, 'settings/users/views/list', {
      title: 'Users',
      seats,
      q,
      state,
      states: stateLinks(asked, counts),
      lines: shown.map(userLine),
      empty: emptyList({ ...asked, after }),
      first: after === null ? null : listAddress(asked),
      next: users.length > pageSize && last ? listAddress({ ...asked, after: last.id }) : null,
    });
  };
}
