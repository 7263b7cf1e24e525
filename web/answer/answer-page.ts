import { inTenant } from '../../src/db/in-tenant.ts';
import { type AnsweredTicket, answeredTicket } from '../../src/db/reading/mail-link-ticket.ts';
import { hasFlag } from '../../src/domain/licence.ts';
import { wholeText } from '../../src/db/reading/event-texts.ts';
import type { ResolutionAnswer } from '../../src/domain/ticket.ts';
import { mailLinkOf, type PageContext, pathPart, type WebDeps } from '../http/context.ts';
import { newCommandId } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { longText } from '../page/long-text.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { presentPast } from './present-past.ts';
import { type Standing, standingOf } from './standing.ts';

/** An answer that failed: why, what was typed, and the command id for the next try. */
export type FailedAnswer = Readonly<{ errors: FormErrors; typed: string; commandId: string }>;

/** The ticket of a link, and whether the link's resolution can still be answered. */
export type Linked = Readonly<{ ticket: AnsweredTicket; standing: Standing }>;

const partOf: Readonly<Record<ResolutionAnswer, string>> = { solved: 'solved', still_broken: 'still-broken' };

/** GET /answer/:token/solved and /still-broken: the question, or why it is no longer asked. Changes nothing. */
export function answerPage(deps: WebDeps, answer: ResolutionAnswer): Handler {
  return async (ctx) => showAnswer(ctx, await readLinked(ctx, deps), answer, null);
}

/** The ticket of the link as it is now. */
export async function readLinked(ctx: PageContext, { orm }: WebDeps): Promise<Linked> {
  const link = mailLinkOf(ctx);
  const ticket = await inTenant(orm, link.tenantId, (em) => answeredTicket(em, link));
  return { ticket, standing: standingOf(ticket, link.resolvedAt, ctx.state.now) };
}

/** Shows the page for `answer`; after a failure with what was typed, in the form or to be copied. */
export function showAnswer(
  ctx: PageContext,
  { ticket, standing }: Linked,
  answer: ResolutionAnswer,
  failed: FailedAnswer | null,
): void {
  const { licence, name, userId } = mailLinkOf(ctx);
  const desk = hasFlag(licence, 'end_user_portal', ctx.state.now);
  const { number } = ticket;
  const { t } = ctx.state.translator;
  if (standing !== 'asked') {
    const past = presentPast(standing, ticket, desk);
    return render(ctx, 'answer/views/past', { ...past, title: t(past.title), unsent: failed?.typed ?? '' });
  }
  const other = answer === 'solved' ? 'still_broken' : 'solved';
  const about = {
    number,
    heading: ticket.title,
    solution: ticket.solution === null ? null : longText(wholeText(ticket.solution), { href: '', open: false }),
    answeredAt: ticket.answeredAt,
    solved: answer === 'solved',
    otherHref: `/answer/${pathPart(ctx, 'token')}/${partOf[other]}`,
    deskHref: desk ? `/desk/${number}` : null,
  };
  if (ticket.answer === answer && failed === null) {
    return render(ctx, 'answer/views/thanks', { title: t(`answer.thanks.${answer}`, { number }), ...about });
  }
  const { principal, platform } = ctx.state;
  const signedIn = principal ?? platform;
  render(ctx, 'answer/views/asked', {
    title: t(`answer.asked.${answer}_title`),
    errors: failed?.errors ?? [],
    ...about,
    path: ctx.path,
    commandId: failed?.commandId ?? newCommandId(),
    typed: failed?.typed ?? '',
    changesAnswer: ticket.answer === other,
    reporter: name,
    signedInAs: signedIn !== null && signedIn.userId !== userId ? signedIn.name : null,
  });
}
