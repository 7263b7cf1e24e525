import type { Middleware } from 'koa';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { PageContext, PageState } from '../http/context.ts';
import { type Problem, problemOf, type ProblemStatus } from '../http/errors.ts';
import { agentsOnly } from '../http/route.ts';
import { localPath } from '../http/local-path.ts';
import { homeOf } from './navigation.ts';
import { render } from './render.ts';

const iconOfStatus: Readonly<Record<ProblemStatus, string>> = {
  400: 'circle-help',
  401: 'key-round',
  403: 'lock',
  404: 'search-x',
  405: 'circle-help',
  409: 'git-compare',
  412: 'git-compare',
  413: 'weight',
  415: 'circle-help',
  422: 'circle-alert',
  429: 'hourglass',
  500: 'plug-zap',
  503: 'hourglass',
};

/** Codes that say more than their status. */
const iconOfCode = { email_taken: 'user-x', link_spent: 'link-2-off' } as const;

type Look = Readonly<{ title: MessageKey; text: MessageKey; icon: string }>;

function lookOf({ code, status }: Problem): Look {
  if (code === 'email_taken' || code === 'link_spent') {
    return { title: `page.problem.${code}.title`, text: `page.problem.${code}.text`, icon: iconOfCode[code] };
  }
  // To people, both say that something has changed meanwhile.
  const shown = status === 412 ? 409 : status;
  return { title: `page.problem.${shown}.title`, text: `page.problem.${shown}.text`, icon: iconOfStatus[status] };
}

/** Turns anything thrown by later middleware into a problem page, or problem+json for whoever prefers that (RFC 9457). */
export function problemPages(): Middleware<PageState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) ctx.state.log.error({ err: problem.cause ?? problem }, problem.message);
      answer(ctx as unknown as PageContext, problem);
    }
  };
}

function answer(ctx: PageContext, problem: Problem): void {
  const { t } = ctx.state.translator;
  const look = lookOf(problem);
  const title = t(look.title);
  const detail = t(problem.detail ?? look.text);
  ctx.status = problem.status;
  ctx.set(problem.headers);
  if (ctx.accepts('html', 'json', 'application/problem+json') !== 'html') {
    const { code, status } = problem;
    ctx.body = { type: 'about:blank', title, status, code, detail, requestId: ctx.state.requestId };
    ctx.type = 'application/problem+json';
    return;
  }
  const { code, status } = problem;
  render(ctx, 'page/views/problem', { title, detail, code, status, icon: look.icon, next: nextStep(ctx, problem) });
}

const homeLabels: Readonly<Record<string, MessageKey>> = {
  '/desk': 'page.problem.next.desk',
  '/tickets': 'page.problem.next.tickets',
  '/assets': 'page.problem.next.assets',
  '/settings': 'page.problem.next.settings',
  '/platform': 'page.problem.next.platform',
};

type Step = Readonly<{ label: MessageKey; href: string }>;

/** The link to the next step. */
function nextStep(ctx: PageContext, { status, code, detail }: Problem): Step {
  const home = homeOf(ctx.state, ctx.state.now);
  const goHome: Step =
    home === null
      ? { label: 'page.problem.next.start', href: '/' }
      : { label: homeLabels[home] ?? 'page.problem.next.start', href: home };
  const before = sameSitePath(ctx);
  const { principal } = ctx.state;
  if (detail === agentsOnly && principal !== null) {
    return { label: 'page.problem.next.your_groups', href: `/settings/users/${principal.userId}/edit` };
  }
  if (status === 401)
    return {
      label: 'page.problem.next.sign_in',
      href: before === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(before)}`,
    };
  if (code === 'link_spent' || code === 'email_taken') return { label: 'page.problem.next.sign_in', href: '/sign-in' };
  const isSignedIn = ctx.state.principal !== null || ctx.state.platform !== null;
  if (status === 429 && !isSignedIn) return { label: 'page.problem.next.back_to_sign_in', href: '/sign-in' };
  const here = localPath(ctx.originalUrl);
  if (status >= 500 && ctx.method === 'GET' && here !== undefined)
    return { label: 'page.problem.next.try_again', href: here };
  if (ctx.method !== 'GET' && before !== undefined && status !== 404)
    return { label: 'page.problem.next.back', href: before };
  return goHome;
}

/** Our own page from which the form was sent. */
function sameSitePath(ctx: PageContext): string | undefined {
  const from = URL.parse(ctx.get('Referer'));
  return from !== null && from.host === ctx.host ? localPath(from.pathname + from.search) : undefined;
}
