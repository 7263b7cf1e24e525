import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type ListedKey, readKey, readKeys } from '../../src/db/reading/settings-keys.ts';
import { revokeApiKey } from '../../src/host/api-keys/revoke-api-key.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { telling } from '../forms/done.ts';
import { readQuery } from '../forms/form.ts';
import { type PageContext, pathPart, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { render } from '../page/render.ts';
import { presentKey } from '../settings/api-keys/present-key.ts';

const keysPath = '/me/keys';

const pageSize = 50;

const query = z.object({ after: z.uuid().nullable().catch(null).default(null) });

const told = telling({ revoked: 'The key is revoked. Whoever presents it is refused from now on.' });

/** /me/keys: the API keys that act for oneself, whoever has made them, and the way to end one. */
export function ownKeys({ orm }: WebDeps) {
  return {
    show: async (ctx: PageContext): Promise<void> => {
      const { tenantId, userId } = principalOf(ctx);
      const { now } = ctx.state;
      const { after } = readQuery(ctx, query);
      const found = await inTenant(orm, tenantId, (em) =>
        readKeys(em, { of: userId, now, after, limit: pageSize + 1 }),
      );
      const shown = found.slice(0, pageSize);
      render(ctx, 'me/views/keys', {
        title: 'Your API keys',
        done: told.doneIn(ctx),
        keys: shown.map((key) => present(ctx, key)),
        first: after === null ? null : keysPath,
        next: found.length > pageSize ? `${keysPath}?after=${shown.at(-1)?.id}` : null,
        empty: after === null && {
          icon: 'key-round',
          title: 'No key acts for you',
          text: 'Administrators create keys for programs that read or change tickets in your name. You are told by mail when they do.',
        },
      });
    },

    showRevoke: async (ctx: PageContext): Promise<void> => {
      const key = present(ctx, await keyInPath(ctx));
      if (key.revoke === null) return told.goTo(ctx, keysPath);
      render(ctx, 'me/views/revoke-key', { title: `Revoke ${key.name}?`, key, back: keysPath });
    },

    revoke: async (ctx: PageContext): Promise<void> => {
      const { tenantId, userId: by } = principalOf(ctx);
      const { id } = await keyInPath(ctx);
      await inTenant(orm, tenantId, (em) => revokeApiKey(em, tenantId, { id, by, now: ctx.state.now }));
      told.goTo(ctx, keysPath, 'revoked');
    },
  };

  /** The key in the path; 404 for what acts for anybody else. */
  async function keyInPath(ctx: PageContext): Promise<ListedKey> {
    const { tenantId, userId } = principalOf(ctx);
    const id = pathPart(ctx, 'id').toLowerCase();
    const key = isUuid(id) ? await inTenant(orm, tenantId, (em) => readKey(em, id)) : null;
    if (key?.person?.id !== userId) throw new Problem(404, 'not_found');
    return key;
  }
}

function present(ctx: PageContext, key: ListedKey) {
  const shown = presentKey(key, ctx.state.now);
  return {
    ...shown,
    madeBy: key.createdBy === null ? null : key.createdBy.id === principalOf(ctx).userId ? 'you' : key.createdBy.name,
    revoke: shown.revoke === null ? null : `${keysPath}/${key.id}/revoke`,
  };
}
