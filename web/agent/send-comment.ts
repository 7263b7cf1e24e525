import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readPublicNews } from '../../src/db/reading/agent-events.ts';
import { commandOutcome } from '../../src/db/reading/command-outcome.ts';
import { readPeople } from '../../src/db/reading/agent-people.ts';
import { readKeyNames } from '../../src/db/reading/key-names.ts';
import { personOf } from '../../src/domain/actor.ts';
import type { Change, Command } from '../../src/domain/command.ts';
import { message } from '../../src/locales/message.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { newCommandId, readForm, typedIn } from '../forms/form.ts';
import { relativeTime } from '../page/relative-time.ts';
import { type Failure, failureOf, invalid, withPresent } from './failure.ts';
import { backToTicket, type Done } from './done.ts';
import { ticketInPath } from './find-ticket.ts';
import { commentForm } from './forms.ts';
import { namesOf } from './names.ts';
import type { Held } from './ticket-forms-model.ts';
import { showTicket } from './ticket-page.ts';

/**
 * POST …/comments: a public reply or an internal note. A reply can also resolve the ticket, as its solution, or take it
 * (R6), in the same command.
 */
export function sendComment(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const typed = typedIn(ctx);
    const again = (failure: Failure, held?: Held) =>
      showTicket(ctx, deps, { form: 'comment', typed, failure, ...(held ? { held } : {}) });
    const form = readForm(ctx, commentForm);
    if (!form.ok) return again(invalid(ctx, form.errors));
    const { command_id, visibility, status, seen_status, seen_public_sequence } = form.value;
    if (status !== undefined && visibility === 'internal') {
      return again(invalid(ctx, [{ field: 'visibility', message: 'agent.form.note_resolves' }]));
    }
    const principal = principalOf(ctx);
    const changes = changesOf(form.value, principal.userId);
    const decidedOnStatus = changes.some(({ kind }) => kind !== 'comment') && seen_status !== undefined;
    const seen = decidedOnStatus ? { seen: { status: seen_status } } : {};
    const command = commandOf(senderOf(principal), {
      key: command_id,
      ticketId: ticket.id,
      changes,
      ...seen,
    });
    if (visibility === 'external' && seen_public_sequence !== undefined) {
      const held = await newerReply(ctx, deps, command, { ticketId: ticket.id, after: seen_public_sequence });
      if (held !== null) {
        const { who, ago } = held;
        const forestalled = { field: 'body', message: message('agent.composer.held_unsent', { who, ago }) };
        return again({ status: 409, errors: [forestalled], commandId: newCommandId() }, held);
      }
    }
    try {
      const { number } = await deps.tickets.send(principal.tenantId, ticket.id, command);
      backToTicket(ctx, number, doneBy(form.value));
    } catch (error) {
      const failure = failureOf(ctx, error, ['body', 'visibility', 'solution']);
      const errors = failure.errors.map((wrong) => (wrong.field === 'solution' ? { ...wrong, field: 'body' } : wrong));
      const now = { ticket: await ticketInPath(ctx, deps), assignee: null };
      await again(withPresent({ ...failure, errors }, error, now));
    }
  };
}

function doneBy({ visibility, status, take }: z.output<typeof commentForm>): Done {
  if (visibility === 'internal') return 'noted';
  if (status !== undefined) return 'replied_and_resolved';
  return take === undefined ? 'replied' : 'replied_and_taken';
}

/** What the form asks for. A note asks nobody and takes nothing, whatever was ticked before it became one. */
function changesOf({ body, visibility, status, ...form }: z.output<typeof commentForm>, userId: string): Change[] {
  if (visibility === 'internal') return [{ kind: 'comment', visibility, body }];
  if (status !== undefined) return [{ kind: 'set_status', to: status, solution: body }];
  const asks = form.expects_answer === undefined ? {} : { expectsAnswer: true };
  const reply: Change = { kind: 'comment', visibility, body, ...asks };
  return form.take === undefined ? [reply] : [reply, { kind: 'assign', to: userId }];
}

/**
 * What somebody else has replied publicly since the page was shown; null if nobody has, or if this very command has
 * been carried out already and is being repeated.
 */
async function newerReply(
  ctx: PageContext,
  { orm }: WebDeps,
  command: Command,
  { ticketId, after }: { ticketId: string; after: number },
): Promise<Held | null> {
  const { tenantId, userId } = principalOf(ctx);
  const { translator } = ctx.state;
  return inTenant(orm, tenantId, async (em) => {
    const newest = await readPublicNews(em, { ticketId, after, userId });
    if (newest === null || (await commandOutcome(em, ticketId, command.id))?.command != null) return null;
    const id = personOf(newest.actor);
    const people = id === null ? [] : await readPeople(em, [id]);
    const known = {
      people: new Map(people.map((person) => [person.id, person])),
      keyNames: await readKeyNames(em, [newest.actor]),
    };
    const who = namesOf(known, translator).actor(newest.actor);
    const ago = relativeTime(translator, newest.occurredAt, ctx.state.now);
    return { who, ago, sequence: newest.sequence };
  });
}
