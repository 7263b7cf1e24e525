import type { Change } from '../../src/domain/command.ts';
import type { ResolutionAnswer } from '../../src/domain/ticket.ts';
import { linkCommandOf } from '../http/commands.ts';
import { mailLinkOf, type PageContext, type WebDeps } from '../http/context.ts';
import { failureOf } from '../desk/failures.ts';
import { commandIdFor, type ParsedForm, readForm, typedIn } from '../forms/form.ts';
import type { Handler } from '../http/route.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import { readLinked, showAnswer } from './answer-page.ts';
import { solvedForm, stillBrokenForm } from './forms.ts';
import { seeOther } from '../http/redirect.ts';

/**
 * POST /answer/:token/solved and /still-broken: the reporter's answer to the link's resolution (R7); redirects to the
 * same page, which says thanks. Sending the form twice answers once. A ticket that can no longer be answered gives 409.
 */
export function giveAnswer(deps: WebDeps, answer: ResolutionAnswer): Handler {
  return async (ctx) => {
    const link = mailLinkOf(ctx);
    const typed = typedIn(ctx).body ?? '';
    const before = await readLinked(ctx, deps);
    const form = formOf(ctx, answer);
    if (before.standing === 'expired' || !form.ok) {
      ctx.status = before.standing === 'asked' ? 422 : 409;
      const errors = form.ok ? [] : form.errors;
      return showAnswer(ctx, before, answer, { errors, typed, commandId: commandIdFor(ctx) });
    }
    // Sent even if the ticket has changed since: the change may be the form's own first try, and is then answered as
    // such.
    const { key, change } = form.value;
    const seen = { status: 'resolved', resolvedAt: link.resolvedAt.toISOString() } as const;
    const command = linkCommandOf(link, { key, changes: [change], seen });
    try {
      await deps.tickets.send(link.tenantId, link.ticketId, command);
    } catch (error) {
      const failed = { ...failureOf(ctx, error, ['body']), typed };
      // Nobody knows whether it was carried out: the form stays as it was, to be sent again.
      const now = error instanceof Unavailable ? before : await readLinked(ctx, deps);
      return showAnswer(ctx, now, answer, failed);
    }
    seeOther(ctx, ctx.path);
  };
}

/** The change that the form of an answer asks for. */
function formOf(ctx: PageContext, answer: ResolutionAnswer): ParsedForm<{ key: string; change: Change }> {
  const kind = 'answer_resolution';
  if (answer === 'solved') {
    const form = readForm(ctx, solvedForm);
    return form.ok ? { ok: true, value: { key: form.value.command_id, change: { kind, answer } } } : form;
  }
  const form = readForm(ctx, stillBrokenForm);
  if (!form.ok) return form;
  const { command_id: key, body } = form.value;
  return { ok: true, value: { key, change: { kind, answer, body } } };
}
