import type { Middleware } from 'koa';
import { inTenant } from '../../src/db/in-tenant.ts';
import { linkedPerson } from '../../src/db/reading/mail-link-person.ts';
import { resolutionIn } from '../../src/mail/answer-token.ts';
import type { PageState, WebDeps } from '../http/context.ts';

/**
 * Finds out for whom a link under `/answer/` speaks: by its signature, then by one query; licence and reporter are as they
 * are at this moment. Nothing else of the request counts, a session least of all.
 */
export function loadMailLink({ orm, answerKey }: Pick<WebDeps, 'orm' | 'answerKey'>): Middleware<PageState> {
  return async (ctx, next) => {
    const token = /^\/answer\/([^/]+)\//i.exec(ctx.path)?.[1];
    const resolution = token === undefined ? null : resolutionIn(answerKey, token);
    // The tenant is that of the signed token: nobody but us can have written it there.
    if (resolution !== null) {
      ctx.state.mailLink = await inTenant(orm, resolution.tenantId, (em) => linkedPerson(em, resolution));
    }
    await next();
  };
}
