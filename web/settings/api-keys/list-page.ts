import { inTenant } from '../../../src/db/in-tenant.ts';
import { type DayUse, readUse } from '../../../src/db/reading/api-use.ts';
import { type ListedKey, readKeys } from '../../../src/db/reading/settings-keys.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { useBars, useSince } from '../../page/api-use.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';

/** So many are listed at most: all that work, unless there are more, and the newest of those that have ended. */
const mostKeys = 200;

const sentences: Readonly<Record<string, string>> = {
  revoked: 'The key is revoked. Whoever presents it is refused from now on.',
};

/** GET /settings/api-keys: the keys of the tenant, for whom they act, until when, and what they are used for (R31, R32). */
export function keysPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { now } = ctx.state;
    const { keys, use, licence } = await inTenant(orm, tenantId, async (em) => ({
      keys: await readKeys(em, { now, limit: mostKeys }),
      use: await readUse(em, useSince(now)),
      licence: await readLicence(em, tenantId),
    }));
    const lines = keys.map((key) => lineOf(key, use, now));
    render(ctx, 'settings/api-keys/views/list', {
      title: 'API keys',
      done: doneIn(ctx),
      total: useBars(use, now),
      limits: licence && `${count(licence.callsPerKey)} by one key, ${count(licence.callsPerTenant)} by all together`,
      working: lines.filter(({ state }) => state.lasts),
      ended: lines.filter(({ state }) => !state.lasts),
      empty: {
        icon: 'key-round',
        title: 'No key works at the moment',
        text: 'A program needs a key to read or change tickets: monitoring that reports an outage, or a report of your own.',
        action: { href: `${keysPath}/new`, label: 'Make a key' },
      },
    });
  };
}

function lineOf(key: ListedKey, use: readonly DayUse[], now: Date) {
  const own = use.filter(({ keyId }) => keyId === key.id);
  return { ...presentKey(key, now), use: useBars(own, now) };
}

function doneIn(ctx: PageContext): string | null {
  const { done } = ctx.query;
  return typeof done === 'string' && Object.hasOwn(sentences, done) ? (sentences[done] ?? null) : null;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
