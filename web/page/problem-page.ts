import type { Middleware } from 'koa';
import { said } from '../../src/locales/said.ts';
import type { PageContext, PageState } from '../http/context.ts';
import { type Problem, type ProblemCode, problemOf, type ProblemStatus } from '../http/errors.ts';
import { localPath } from '../http/local-path.ts';
import { homeOf } from './navigation.ts';
import { render } from './render.ts';

type ProblemText = Readonly<{ title: string; text: string; icon: string }>;

const textOfStatus: Readonly<Record<ProblemStatus, ProblemText>> = {
  400: { title: 'That makes no sense to us', text: 'Part of the request cannot be read.', icon: 'circle-help' },
  401: { title: 'Sign in first', text: 'Your session has ended, so nothing was changed.', icon: 'key-round' },
  403: {
    title: 'Not for you',
    text: 'Your permissions do not cover this. Your administrators can change them.',
    icon: 'lock',
  },
  404: { title: 'Nothing here', text: 'The page does not exist, or you may not see it.', icon: 'search-x' },
  405: { title: 'That makes no sense to us', text: 'This page cannot be used in that way.', icon: 'circle-help' },
  409: {
    title: 'It has changed meanwhile',
    text: 'Nothing was changed. Look at how it is now, and try again.',
    icon: 'git-compare',
  },
  412: {
    title: 'It has changed meanwhile',
    text: 'Nothing was changed. Look at how it is now, and try again.',
    icon: 'git-compare',
  },
  413: {
    title: 'That is too much at once',
    text: 'A form may have at most 512 KiB, a text 64 KiB. Shorten it and send it again.',
    icon: 'weight',
  },
  415: {
    title: 'That makes no sense to us',
    text: 'Forms are read as application/x-www-form-urlencoded, not compressed, and as nothing else.',
    icon: 'circle-help',
  },
  422: { title: 'That cannot be done', text: 'Nothing was changed.', icon: 'circle-alert' },
  429: { title: 'Too many attempts', text: 'Wait a while, then try again.', icon: 'hourglass' },
  500: {
    title: 'Something broke on our side',
    text: 'It has been recorded. If it happens again, tell your administrators the number below.',
    icon: 'plug-zap',
  },
  503: {
    title: 'Not available for a moment',
    text: 'A part that we need does not answer. Try again in a few seconds.',
    icon: 'hourglass',
  },
};

/** Texts of codes that say more than their status. */
const textOfCode: Readonly<Partial<Record<ProblemCode, ProblemText>>> = {
  email_taken: {
    title: 'There is an account with this address already',
    text: 'An address belongs to one account.',
    icon: 'user-x',
  },
  link_spent: {
    title: 'This link is not good any more',
    text: 'It has been used or has ended.',
    icon: 'link-2-off',
  },
};

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
  const { title, text, icon } = textOfCode[problem.code] ?? textOfStatus[problem.status];
  const detail = said(ctx.state.translator, problem.detail ?? text);
  ctx.status = problem.status;
  ctx.set(problem.headers);
  if (ctx.accepts('html', 'json', 'application/problem+json') !== 'html') {
    const { code, status } = problem;
    ctx.body = { type: 'about:blank', title, status, code, detail, requestId: ctx.state.requestId };
    ctx.type = 'application/problem+json';
    return;
  }
  const { code, status } = problem;
  render(ctx, 'page/views/problem', { title, detail, code, status, icon, next: nextStep(ctx, problem) });
}

const homeLabels: Readonly<Record<string, string>> = {
  '/desk': 'Go to the desk',
  '/tickets': 'Go to the tickets',
  '/assets': 'Go to the assets',
  '/settings': 'Go to the settings',
  '/platform': 'Go to the console',
};

type Step = Readonly<{ label: string; href: string }>;

/** The link to the next step. */
function nextStep(ctx: PageContext, { status, code }: Problem): Step {
  const home = homeOf(ctx.state, ctx.state.now);
  const goHome: Step =
    home === null
      ? { label: 'Go to the start', href: '/' }
      : { label: homeLabels[home] ?? 'Go to the start', href: home };
  const before = sameSitePath(ctx);
  if (status === 401)
    return {
      label: 'Sign in',
      href: before === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(before)}`,
    };
  if (code === 'link_spent' || code === 'email_taken') return { label: 'Sign in', href: '/sign-in' };
  const isSignedIn = ctx.state.principal !== null || ctx.state.platform !== null;
  if (status === 429 && !isSignedIn) return { label: 'Back to the sign-in', href: '/sign-in' };
  const here = localPath(ctx.originalUrl);
  if (status >= 500 && ctx.method === 'GET' && here !== undefined) return { label: 'Try again', href: here };
  if (ctx.method !== 'GET' && before !== undefined && status !== 404)
    return { label: 'Back to the page you came from', href: before };
  return goHome;
}

/** Our own page from which the form was sent. */
function sameSitePath(ctx: PageContext): string | undefined {
  const from = URL.parse(ctx.get('Referer'));
  return from !== null && from.host === ctx.host ? localPath(from.pathname + from.search) : undefined;
}
