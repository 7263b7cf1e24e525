import { type Actor, may, personOf } from './actor.ts';
import { apply } from './apply.ts';
import type { Change, Command } from './command.ts';
import { answerResolution, comment, requestWithdrawal } from './decide-conversation.ts';
import { linkAsset, setAssets, setMovement, unlinkAsset } from './decide-assets.ts';
import { asAgent } from './decide-guards.ts';
import { assign, edit, type Facts, recordRestart, release, setStatus } from './decide-handling.ts';
import { type DecidedEvent, mapTexts, type SavedEvent } from './event.ts';
import { accept, malformedCommand, noSuchTicket, type Outcome, type RefusalCode } from './refusal.ts';
import { staleness } from './staleness.ts';
import type { Ticket } from './ticket.ts';

/**
 * Decides a command on a ticket: the events that follow from it, or the one reason why it is refused. All changes of a
 * command succeed together or not at all; a change that alters nothing makes no event. `at` is the time of the decision
 * (ISO 8601).
 */
export function decide(ticket: Ticket, command: Command, at: string, facts: Facts = {}): Outcome<DecidedEvent[]> {
  if (!maySee(ticket, command.actor)) return { ok: false, refusal: noSuchTicket };
  if (command.changes.length === 0) return { ok: false, refusal: malformedCommand };
  const stale = staleness(ticket, command);
  if (stale !== null) return { ok: false, refusal: stale };
  const events: DecidedEvent[] = [];
  let current = ticket;
  for (const change of inOrder(command.changes)) {
    const decided = decideChange(current, change, command, facts);
    if (!decided.ok) return decided;
    for (const event of decided.value) {
      current = apply(current, provisionally(current, event, at));
      events.push(event);
    }
  }
  return accept(events);
}

/** What a refused signal leaves in the history, since nobody waits for its answer. */
export function refusedSignal(command: Command, code: RefusalCode): DecidedEvent[] {
  return [{ type: 'command_refused', code, asked: command.changes.map((change) => change.kind).join(', ') }];
}

/** A ticket exists for its reporter and for agents; for everybody else it does not. */
function maySee(ticket: Ticket, actor: Actor): boolean {
  return may(actor, 'tickets:manage') || personOf(actor) === ticket.reporterId;
}

const order: readonly Change['kind'][] = [
  'record_restart',
  'edit',
  'unlink_asset',
  'link_asset',
  'set_assets',
  'set_movement',
  'comment',
  'request_withdrawal',
  'answer_resolution',
  'assign',
  'release',
  'set_status',
];

/** A reply comes before the status change that it explains, and an assignment before the start that it implies. */
function inOrder(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** A decided event as it would be saved, so that the next change can be decided on it. Its texts are not stored yet. */
export function provisionally(ticket: Ticket, event: DecidedEvent, at: string, version = ticket.version): SavedEvent {
  const title = event.type === 'title_edited' ? { title: event.title } : {};
  return {
    sequence: ticket.sequence + 1,
    version,
    actor: { kind: 'system', id: 'deciding' },
    occurredAt: at,
    fact: mapTexts(event, () => ({ id: '', digest: '' })),
    ...title,
  };
}

function decideChange(
  ticket: Ticket,
  change: Change,
  { actor, changes }: Command,
  facts: Facts,
): Outcome<DecidedEvent[]> {
  switch (change.kind) {
    case 'comment':
      return comment(ticket, change, actor);
    case 'answer_resolution':
      return answerResolution(ticket, change, actor);
    case 'request_withdrawal':
      return requestWithdrawal(ticket, change, actor);
    case 'edit':
      return asAgent(ticket, actor, () => edit(ticket, change));
    case 'assign':
      return asAgent(ticket, actor, () => assign(ticket, change.to));
    case 'link_asset':
      return asAgent(ticket, actor, () => linkAsset(ticket, change.assetId));
    case 'unlink_asset':
      return asAgent(ticket, actor, () => unlinkAsset(ticket, change.assetId));
    case 'set_assets':
      return asAgent(ticket, actor, () => setAssets(ticket, change.assetIds));
    case 'set_movement':
      return asAgent(ticket, actor, () => setMovement(ticket, change.movementId));
    case 'record_restart':
      return recordRestart(change.runId, actor);
    case 'release':
      return release(ticket, change.from, actor);
    case 'set_status':
      return asAgent(ticket, actor, () => {
        const assigneeNamed = changes.some(({ kind }) => kind === 'assign');
        return setStatus(ticket, change, actor, { ...facts, assigneeNamed });
      });
    default:
      return { ok: false, refusal: malformedCommand };
  }
}
