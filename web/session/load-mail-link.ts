import type { Middleware } from 'koa';
import { inTenant } from '../../src/db/in-tenant.ts';
import { linkedPerson } from '../../src/db/reading/mail-link-person.ts';
import { resolutionIn } from '../../src/mail/answer-token.ts';
import type { PageState, WebDeps } from '../http/context.ts';
import { translatorOf } from '../http/reader.ts';

/**
 * Finds the reporter for whom a link under `/answer/` acts: by its signature, then by one query; licence and reporter
 * are those of this moment. Nothing else in the request counts, least of all a session; the page speaks the reporter's
 * language (R41).
 */
export function loadMailLink({ orm, answerKey }: Pick<WebDeps, 'orm' | 'answerKey'>): Middleware<PageState> {
  return async (ctx, next) => {
    const token = /^\/answer\/([^/]+)\//i.exec(ctx.path)?.[1];
    const resolution = token === undefined ? null : resolutionIn(answerKey, token);
    // The tenant comes from the signed token: only we can have written it.
    if (resolution !== null) {
      const person = await inTenant(orm, resolution.tenantId, (em) => linkedPerson(em, resolution));
      ctx.state.mailLink = person;
      if (person !== null) ctx.state.translator = translatorOf(ctx, person);
    }
    await next();
  };
}
