import { inTenant } from '../../../src/db/in-tenant.ts';
import { type ListedKey, readKey } from '../../../src/db/reading/settings-keys.ts';
import { revokeApiKey } from '../../../src/host/api-keys/revoke-api-key.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';
import { render } from '../../page/render.ts';
import type { Handler } from '../../http/route.ts';
import { goTo } from './flash.ts';
import { keysPath } from './paths.ts';
import { presentKey } from './present-key.ts';

/** GET /settings/api-keys/:id/revoke: asks for confirmation, and says when the key was last used. */
export function revokePage(deps: WebDeps): Handler {
  return async (ctx) => {
    const { now, translator } = ctx.state;
    const key = presentKey(translator, await keyInPath(ctx, deps), now);
    if (key.revoke === null) return goTo(ctx, keysPath);
    render(ctx, 'settings/api-keys/views/revoke', {
      title: translator.t('settings.keys.revocation.title', { name: key.name }),
      key,
      back: keysPath,
    });
  };
}

/** POST /settings/api-keys/:id/revoke: revokes the key at once. Revoking twice is safe. */
export function revokeKey(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const id = idInPath(ctx);
    await inTenant(deps.orm, tenantId, (em) => revokeApiKey(em, tenantId, { id, by, now: ctx.state.now }));
    goTo(ctx, keysPath, 'revoked');
  };
}

/** The key in the path; 404 if the tenant has no such key. */
export async function keyInPath(ctx: PageContext, { orm }: WebDeps): Promise<ListedKey> {
  const id = idInPath(ctx);
  const key = await inTenant(orm, principalOf(ctx).tenantId, (em) => readKey(em, id));
  if (key === null) throw new Problem(404, 'not_found');
  return key;
}
