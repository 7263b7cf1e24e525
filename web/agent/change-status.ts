import type { z } from 'zod';
import type { Status } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { readForm, typedIn } from '../forms/form.ts';
import { failureOf, invalid, withPresent } from './failure.ts';
import { backToTicket } from './done.ts';
import { ticketInPath } from './find-ticket.ts';
import { statusForm } from './forms.ts';
import { reporterSays } from '../../src/domain/reporter-says.ts';
import type { TicketForm } from './ticket-forms-model.ts';
import { showTicket } from './ticket-page.ts';

const formOf: Readonly<Record<Status, TicketForm | null>> = {
  open: null,
  in_progress: 'reopen',
  resolved: 'resolve',
  closed: 'close',
  cancelled: 'cancel',
};

/** Cancelling what the reporter no longer needs is explained by that: its reason may be left empty. */
function reasonIn({ status, reason }: z.output<typeof statusForm>, ticket: Ticket): string | undefined {
  const explained = status === 'cancelled' && reporterSays(ticket) === 'no_longer_needed';
  return explained && reason?.trim() === '' ? undefined : reason;
}

/** POST …/status: start, resolve, close, reopen or cancel (R5), with a solution or reason. */
export function changeStatus(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const typed = typedIn(ctx);
    const form = readForm(ctx, statusForm);
    if (!form.ok) {
      const asked = (formOf as Readonly<Record<string, TicketForm | null>>)[typed.status ?? ''] ?? null;
      return showTicket(ctx, deps, { form: asked, typed, failure: invalid(ctx, form.errors) });
    }
    const { command_id, status, solution, reason_code, seen_status } = form.value;
    const reason = reasonIn(form.value, ticket);
    const principal = principalOf(ctx);
    const command = commandOf(senderOf(principal), {
      key: command_id,
      ticketId: ticket.id,
      changes: [
        {
          kind: 'set_status',
          to: status,
          ...(solution === undefined ? {} : { solution }),
          ...(reason === undefined ? {} : { reason }),
          ...(reason_code === undefined ? {} : { reasonCode: reason_code }),
        },
      ],
      ...(seen_status === undefined ? {} : { seen: { status: seen_status } }),
    });
    try {
      const { number } = await deps.tickets.send(principal.tenantId, ticket.id, command);
      backToTicket(ctx, number, status);
    } catch (error) {
      const failure = failureOf(ctx, error, ['solution', 'reason', 'reason_code']);
      const now = { ticket: await ticketInPath(ctx, deps), assignee: null };
      await showTicket(ctx, deps, { form: formOf[status], typed, failure: withPresent(failure, error, now) });
    }
  };
}
