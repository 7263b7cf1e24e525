import { Refused } from '../../src/domain/refusal.ts';
import { findLink, type FoundLink, linkSpent } from '../../src/host/identity/account-links.ts';
import { linkIdIn } from '../../src/host/identity/account-token.ts';
import { type PageContext, pathPart, type WebDeps } from '../http/context.ts';
import { translatorOf } from '../http/reader.ts';

/**
 * The link in the path; from here on, the page speaks the language of the person whose it is (R41). Forged, unknown,
 * used and expired ones are refused alike, in the browser's language, so that a refusal reveals nothing.
 * @throws Refused `link_spent`
 */
export async function goodLink(ctx: PageContext, { orm, accountKey }: WebDeps): Promise<FoundLink> {
  const id = linkIdIn(accountKey, pathPart(ctx, 'token'));
  const link = id === null ? null : await findLink(orm, id);
  if (link === null || link.spentAt !== null || link.expiresAt <= ctx.state.now) throw new Refused(linkSpent);
  ctx.state.translator = translatorOf(ctx, link);
  return link;
}
