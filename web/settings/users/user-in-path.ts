import { inTenant } from '../../../src/db/in-tenant.ts';
import { readUser, type SettingsUser } from '../../../src/db/reading/settings-user.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../../http/context.ts';
import { Problem } from '../../http/errors.ts';

/** The person that the path names; `not_found` if the tenant has no such person. */
export async function userInPath(ctx: PageContext, { orm }: WebDeps): Promise<SettingsUser> {
  const id = idInPath(ctx);
  const user = await inTenant(orm, principalOf(ctx).tenantId, (em) => readUser(em, id));
  if (user === null) throw new Problem(404, 'not_found');
  return user;
}
