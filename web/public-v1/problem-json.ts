import type { Middleware } from 'koa';
import { type RefusalDetails, Refused } from '../../src/domain/refusal.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { PageState } from '../http/context.ts';
import { Problem, problemOf, type ProblemPart } from '../http/errors.ts';
import { apiProblemOf, isApiProblem } from './problems.ts';

/** The fields whose names in the API differ from those in the rules. */
const fieldNames: Readonly<Record<string, string>> = {
  assignee: 'assignee_id',
  assets: 'asset_ids',
  movement: 'movement_id',
  reporter: 'reporter_email',
};

/** Refusals whose own message is about forms. */
const fixedDetails = new Set(['command_id_reused', 'unavailable']);

/** Turns anything thrown by later middleware into problem+json (RFC 9457). */
export function problemJson({ publicUrl }: { publicUrl: string }): Middleware<PageState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = documented(problemOf(error));
      if (problem.status >= 500) ctx.state.log.error({ err: problem.cause ?? problem }, problem.message);
      ctx.status = problem.status;
      ctx.set({ 'Cache-Control': 'no-store', ...problem.headers });
      ctx.body = bodyOf(problem, ctx.state.translator, publicUrl, ctx.state.requestId);
      ctx.set('Content-Language', ctx.state.translator.locale);
      ctx.vary('Accept-Language');
      ctx.type = 'application/problem+json';
    }
  };
}

/** A problem that is not in the docs is a defect of ours, whatever it is. */
function documented(problem: Problem): Problem {
  return isApiProblem(problem.code) ? problem : new Problem(500, 'internal', { cause: problem });
}

function bodyOf(problem: Problem, translator: Translator, publicUrl: string, requestId: string) {
  const { status, code } = problem;
  const of = apiProblemOf(code);
  const parts = partsOf(problem).map((part) => ({ ...part, detail: translator.t(part.detail) }));
  const details = detailsOf(problem);
  return {
    type: `${publicUrl}/public/docs/errors#${code}`,
    title: translator.t(of.title),
    status,
    detail: translator.t(fixedDetails.has(code) ? of.text : (problem.detail ?? of.text)),
    code,
    ...(parts.length > 0 ? { errors: parts } : {}),
    ...(details === undefined ? {} : { details }),
    request_id: requestId,
  };
}

function partsOf({ parts, cause }: Problem): readonly ProblemPart[] {
  if (!(cause instanceof Refused) || cause.refusal.field === undefined) return parts;
  const { field } = cause.refusal;
  return [{ pointer: `/${fieldNames[field] ?? field}`, detail: refusalText(cause.refusal) }];
}

function detailsOf({ cause }: Problem): RefusalDetails | undefined {
  return cause instanceof Refused ? cause.refusal.details : undefined;
}
