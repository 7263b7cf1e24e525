import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type KeyUse, readUse, readUseOf } from '../../../src/db/reading/api-use.ts';
import { type ListedKey, readKeys } from '../../../src/db/reading/settings-keys.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { useBars, useSince } from '../../page/api-use.ts';
import { principalOf, type WebDeps } from '../../http/context.ts';
import { readQuery } from '../../forms/form.ts';
import { pageOf } from '../../page/paging.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { flashIn } from './flash.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

/** GET /settings/api-keys: the keys of the tenant, for whom they act, until when, and what they are used for (R31, R32). */
export function keysPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { now, translator } = ctx.state;
    const { t } = translator;
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
    const lines = keys.map((key) => lineOf(translator, key, use, now));
    render(ctx, 'settings/api-keys/views/list', {
      title: t('settings.keys.title'),
      flash: flashIn(ctx),
      total: useBars(total, now),
      limits: licence && { key: licence.callsPerKey, all: licence.callsPerTenant },
      working: lines.filter(({ state }) => state.lasts),
      ended: lines.filter(({ state }) => !state.lasts),
      first: after === null ? null : keysPath,
      next: last && `${keysPath}?after=${last.id}`,
      empty: after === null && {
        icon: 'key-round',
        title: t('settings.keys.none.title'),
        text: t('settings.keys.none.text'),
        action: { href: `${keysPath}/new`, label: t('settings.keys.create') },
      },
    });
  };
}

function lineOf(translator: Translator, key: ListedKey, use: readonly KeyUse[], now: Date) {
  const own = use.filter(({ keyId }) => keyId === key.id);
  return { ...presentKey(translator, key, now), use: useBars(own, now) };
}
