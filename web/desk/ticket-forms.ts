import type { z } from 'zod';
import type { Change } from '../../src/domain/command.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { commandIdFor, readForm, typedIn } from '../forms/form.ts';
import type { Handler } from '../http/route.ts';
import type { TicketForm } from './failed-form.ts';
import { failureOf } from './failures.ts';
import { answerForm, replyForm, withdrawalForm } from './forms.ts';
import { ownTicketInPath, showTicket } from './ticket-page.ts';
import { seeOther } from '../http/redirect.ts';

/** POST /desk/:number/replies: the reporter's reply, which is never internal (R3). */
export function reply(deps: WebDeps): Handler {
  const comment = ({ body }: z.output<typeof replyForm>) =>
    ({ kind: 'comment', visibility: 'external', body }) as const;
  return sending(deps, replyForm, () => 'reply', comment, 'replied');
}

/** POST /desk/:number/answer: "It is solved" or "Still broken" (R7). */
export function answerResolution(deps: WebDeps): Handler {
  const form = (ctx: PageContext) => (typedIn(ctx).answer === 'solved' ? 'solved' : 'still-broken');
  return sending(deps, answerForm, form, ({ answer, body }) => ({
    kind: 'answer_resolution',
    answer,
    ...(body === undefined ? {} : { body }),
  }));
}

/** POST /desk/:number/withdrawal: "I no longer need this" (R7). */
export function requestWithdrawal(deps: WebDeps): Handler {
  return sending(
    deps,
    withdrawalForm,
    () => 'withdrawal',
    ({ body }) => ({
      kind: 'request_withdrawal',
      ...(body === undefined ? {} : { body }),
    }),
  );
}

/** Sends a change of the signed-in person's own ticket and redirects to its page, to the line that says what was `done`. */
function sending<Schema extends z.ZodType<{ command_id: string; seen_resolved_at?: string | undefined }>>(
  deps: WebDeps,
  schema: Schema,
  formOf: (ctx: PageContext) => TicketForm,
  changeOf: (value: z.output<Schema>) => Change,
  done: 'replied' | 'answered' = 'answered',
): Handler {
  return async (ctx) => {
    // Checked first: whoever asks for somebody else's ticket learns nothing, not even that a field is missing.
    const ticket = await ownTicketInPath(ctx, deps);
    const principal = principalOf(ctx);
    const failed = { form: formOf(ctx), typed: typedIn(ctx).body ?? '' };
    const form = readForm(ctx, schema);
    if (!form.ok) {
      ctx.status = 422;
      return showTicket(ctx, deps, { ...failed, errors: form.errors, commandId: commandIdFor(ctx) });
    }
    const { command_id: key, seen_resolved_at: resolvedAt } = form.value;
    const command = commandOf(senderOf(principal), {
      key,
      ticketId: ticket.id,
      changes: [changeOf(form.value)],
      ...(resolvedAt === undefined ? {} : { seen: { resolvedAt } }),
    });
    try {
      await deps.tickets.send(principal.tenantId, ticket.id, command);
    } catch (error) {
      return showTicket(ctx, deps, { ...failed, ...failureOf(ctx, error, ['body']) });
    }
    seeOther(ctx, `/desk/${ticket.number}?done=${done}#done`);
  };
}
