import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type KeyUse, readUse, readUseOf } from '../../../src/db/reading/api-use.ts';
import { type ListedKey, readKeys } from '../../../src/db/reading/settings-keys.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { useBars, useSince } from '../../page/api-use.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { flashIn } from './flash.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';
import { formatCount } from '../../page/count.ts';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

/** GET /settings/api-keys: the keys of the tenant, for whom they act, until when, and what they are used for (R31, R32). */
export function keysPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { now } = ctx.state;
    const { after } = readQuery(ctx, query);
    const { keys, last, total, use, licence } = await inTenant(orm, tenantId, async (em) => {
      const page = pageOf(await readKeys(em, { now, after, limit: pageSize + 1 }), pageSize);
      const ids = page.shown.map(({ id }) => id);
      return {
        keys: page.shown,
        last: page.last,
        total: await readUse(em, useSince(now)),
        use: await readUseOf(em, ids, useSince(now)),
        licence: await readLicence(em, tenantId),
      };
    });
    const lines = keys.map((key) => lineOf(key, use, now));
    render(ctx, 'settings/api-keys/views/list', {
      title: 'API keys',
      flash: flashIn(ctx),
      total: useBars(total, now),
      limits:
        licence &&
        `${formatCount(licence.callsPerKey)} by one key, ${formatCount(licence.callsPerTenant)} by all together`,
      working: lines.filter(({ state }) => state.lasts),
      ended: lines.filter(({ state }) => !state.lasts),
      first: after === null ? null : keysPath,
      next: last && `${keysPath}?after=${last.id}`,
      empty: after === null && {
        icon: 'key-round',
        title: 'No key works at the moment',
        text: 'A program needs a key to read or change tickets: monitoring that reports an outage, or a report of your own.',
        action: { href: `${keysPath}/new`, label: 'Make a key' },
      },
    });
  };
}

function lineOf(key: ListedKey, use: readonly KeyUse[], now: Date) {
  const own = use.filter(({ keyId }) => keyId === key.id);
  return { ...presentKey(key, now), use: useBars(own, now) };
}
