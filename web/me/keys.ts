import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type ListedKey, readKey, readKeys } from '../../src/db/reading/settings-keys.ts';
import { revokeApiKey } from '../../src/host/api-keys/revoke-api-key.ts';
import { readQuery } from '../forms/form.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { pageOf } from '../page/paging.ts';
import { render } from '../page/render.ts';
import { flashIn, goTo } from '../settings/api-keys/flash.ts';
import { presentKey } from '../settings/api-keys/present-key.ts';

const keysPath = '/me/keys';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

/** /me/keys: the API keys that act for the person, whoever created them, and revoking one. */
export function ownKeys({ orm }: WebDeps) {
  return {
    show: async (ctx: PageContext): Promise<void> => {
      const { tenantId, userId } = principalOf(ctx);
      const { now } = ctx.state;
      const { after } = readQuery(ctx, query);
      const { shown, last } = await inTenant(orm, tenantId, async (em) =>
        pageOf(await readKeys(em, { of: userId, now, after, limit: pageSize + 1 }), pageSize),
      );
      render(ctx, 'me/views/keys', {
        title: ctx.state.translator.t('me.keys.title'),
        flash: flashIn(ctx),
        keys: shown.map((key) => present(ctx, key)),
        first: after === null ? null : keysPath,
        next: last && `${keysPath}?after=${last.id}`,
        empty: after === null && {
          icon: 'key-round',
          title: ctx.state.translator.t('me.keys.none_title'),
          text: ctx.state.translator.t('me.keys.none_text'),
        },
      });
    },

    showRevoke: async (ctx: PageContext): Promise<void> => {
      const key = present(ctx, await keyInPath(ctx));
      if (key.revoke === null) return goTo(ctx, keysPath);
      const title = ctx.state.translator.t('me.keys.revoke_title', { name: key.name });
      render(ctx, 'me/views/revoke-key', { title, key, back: keysPath });
    },

    revoke: async (ctx: PageContext): Promise<void> => {
      const { tenantId, userId: by } = principalOf(ctx);
      const { id } = await keyInPath(ctx);
      await inTenant(orm, tenantId, (em) => revokeApiKey(em, tenantId, { id, by, now: ctx.state.now }));
      goTo(ctx, keysPath, 'revoked');
    },
  };

  /** The key in the path; 404 for one that acts for anybody else. */
  async function keyInPath(ctx: PageContext): Promise<ListedKey> {
    const { tenantId, userId } = principalOf(ctx);
    const key = await inTenant(orm, tenantId, (em) => readKey(em, idInPath(ctx)));
    if (key?.person?.id !== userId) throw new Problem(404, 'not_found');
    return key;
  }
}

function present(ctx: PageContext, key: ListedKey) {
  const shown = presentKey(ctx.state.translator, key, ctx.state.now);
  return {
    ...shown,
    createdBy: key.createdBy && { ...key.createdBy, isReader: key.createdBy.id === principalOf(ctx).userId },
    revoke: shown.revoke === null ? null : `${keysPath}/${key.id}/revoke`,
  };
}
