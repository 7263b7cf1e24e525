import { inTenant } from '../../src/db/in-tenant.ts';
import { readPeople } from '../../src/db/reading/agent-people.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import type { Text } from '../../src/locales/message.ts';
import { findNamedPerson } from '../forms/find-person.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';
import { readForm, typedIn } from '../forms/form.ts';
import { backToTicket } from './done.ts';
import { type Failure, failureOf, invalid, isStaleAssignee, withPresent } from './failure.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { assigneeForm } from './forms.ts';
import { ticketHref } from './present-queue.ts';
import { showTicket } from './ticket-page.ts';

/** POST …/assignee: assigns the ticket to an agent, or returns it to the queue. Assigning starts an open ticket (R6). */
export function changeAssignee(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const again = (failure: Failure, conflict = false) =>
      showTicket(ctx, deps, { form: 'assignee', typed: typedIn(ctx), failure, conflict });
    const form = readForm(ctx, assigneeForm);
    if (!form.ok) return again(invalid(ctx, form.errors));
    const { command_id, assignee: named, seen_assignee, keep_assignee, conflict_assignee } = form.value;
    if (conflict_assignee !== undefined && keep_assignee === undefined)
      return again(invalid(ctx, [{ field: 'keep_assignee', message: 'agent.form.keep' }]), true);
    const toTicket = () => seeOther(ctx, ticketHref(ticket.number, listInAddress(ctx)));
    if (keep_assignee === 'theirs') return toTicket();
    const principal = principalOf(ctx);
    const found = named === null ? { id: null } : await idOf(deps, principal.tenantId, named);
    if ('why' in found) return again(invalid(ctx, [{ field: 'assignee', message: found.why }]));
    const assignee = found.id;
    const command = commandOf(senderOf(principal), {
      key: command_id,
      ticketId: ticket.id,
      changes: [{ kind: 'assign', to: assignee }],
      ...(seen_assignee === undefined ? {} : { seen: { assigneeId: seen_assignee } }),
    });
    try {
      const { number } = await deps.tickets.send(principal.tenantId, ticket.id, command);
      backToTicket(
        ctx,
        number,
        assignee === null ? 'given_back' : assignee === principal.userId ? 'taken' : 'assigned',
      );
    } catch (error) {
      const failure = failureOf(ctx, error, ['assignee']);
      const now = await asItIsNow(ctx, deps);
      // Somebody else has made the same choice.
      if (isStaleAssignee(error, now.ticket) && now.ticket.assigneeId === assignee) return toTicket();
      await again(withPresent(failure, error, now), isStaleAssignee(error, now.ticket));
    }
  };
}

/**
 * The id of the person whom the form names, or why there is none. Whether it is an agent is checked later.
 */
async function idOf(
  { orm }: WebDeps,
  tenantId: string,
  named: string,
): Promise<Readonly<{ id: string }> | Readonly<{ why: Text }>> {
  if (isUuid(named)) return { id: named.toLowerCase() };
  const found = await inTenant(orm, tenantId, (em) => findNamedPerson(em, named, 'agent.form.unknown_assignee'));
  return 'why' in found ? found : { id: found.person.id };
}

async function asItIsNow(ctx: PageContext, deps: WebDeps): Promise<{ ticket: Ticket; assignee: string | null }> {
  const ticket = await ticketInPath(ctx, deps);
  if (ticket.assigneeId === null) return { ticket, assignee: null };
  const ids = [ticket.assigneeId];
  const [person] = await inTenant(deps.orm, ticket.tenantId, (em) => readPeople(em, ids));
  return { ticket, assignee: person?.name ?? null };
}
