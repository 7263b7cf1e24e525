import { authenticate } from '../../src/host/identity/sign-in.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { type PageContext, platformOf, type WebDeps } from '../http/context.ts';
import type { OfferedTo } from '../session/offers.ts';
import { asProblem } from '../session/too-many.ts';

/** The signed-in account: a person of a tenant, or one of the platform team. */
export function accountOf(ctx: PageContext): OfferedTo {
  const { principal } = ctx.state;
  if (principal !== null) {
    const { tenantId, userId, name, email, tenantName } = principal;
    return { tenantId, userId, name, email, tenantName };
  }
  const { userId, name, email } = platformOf(ctx);
  return { tenantId: null, userId, name, email, tenantName: null };
}

/**
 * The error of the password with which somebody confirms that it is they who use the page; none if it is right. Counted
 * like a sign-in, so that it cannot be guessed here.
 */
export async function wrongPassword(
  ctx: PageContext,
  { orm, throttle }: Pick<WebDeps, 'orm' | 'throttle'>,
  typed: string | undefined,
): Promise<FormErrors> {
  if (typed === undefined || typed === '') return [{ field: 'old_password', message: 'me.confirm.enter' }];
  const { email, userId } = accountOf(ctx);
  const who = { email, address: ctx.ip };
  await throttle.attempt(who).catch(asProblem);
  const person = await authenticate(orm, { email, password: typed });
  if (person?.userId !== userId) return [{ field: 'old_password', message: 'me.confirm.wrong' }];
  await throttle.succeeded(who);
  return [];
}
