import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type KeyUse, readUse, readUseOf } from '../../../src/db/reading/api-use.ts';
import { type ListedKey, readKeys } from '../../../src/db/reading/settings-keys.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { useBars, useSince } from '../../page/api-use.ts';
import { type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

const sentences: Readonly<Record<string, string>> = {
  revoked: 'The key is revoked. Whoever presents it is refused from now on.',
};

/** GET /settings/api-keys: the keys of the tenant, for whom they act, until when, and what they are used for (R31, R32). */
export function keysPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { now } = ctx.state;
    const { after } = readQuery(ctx, query);
    const { keys, more, total, use, licence } = await inTenant(orm, tenantId, async (em) => {
      const found = await readKeys(em, { now, after, limit: pageSize + 1 });
      const shown = found.slice(0, pageSize);
      const ids = shown.map(({ id }) => id);
      return {
        keys: shown,
        more: found.length > pageSize,
        total: await readUse(em, useSince(now)),
        use: await readUseOf(em, ids, useSince(now)),
        licence: await readLicence(em, tenantId),
      };
    });
    const lines = keys.map((key) => lineOf(key, use, now));
    const last = keys.at(-1);
    render(ctx, 'settings/api-keys/views/list', {
      title: 'API keys',
      done: doneIn(ctx),
      total: useBars(total, now),
      limits: licence && `${count(licence.callsPerKey)} by one key, ${count(licence.callsPerTenant)} by all together`,
      working: lines.filter(({ state }) => state.lasts),
      ended: lines.filter(({ state }) => !state.lasts),
      first: after === null ? null : keysPath,
      next: more && last ? `${keysPath}?after=${last.id}` : null,
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

function doneIn(ctx: PageContext): string | null {
  const { done } = ctx.query;
  return typeof done === 'string' && Object.hasOwn(sentences, done) ? (sentences[done] ?? null) : null;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
