import { type ActorRef, personOf } from './actor.ts';
import { type DecidedEvent, expectsAnswer } from './event.ts';
import type { Ticket } from './ticket.ts';

/** The six events that send mail (R16). */
export const mailEvents = [
  'ticket.created',
  'ticket.assigned',
  'ticket.comment_added',
  'ticket.status_changed',
  'ticket.resolved',
  'ticket.closed',
] as const;

export type MailEvent = (typeof mailEvents)[number];

/** Why a notification was not sent although its event happened (R16, R20). */
export const skipReasons = [
  'own_action',
  'flag_off',
  'not_licensed',
  'no_recipient',
  'inactive_user',
  'told_already',
  'own_address',
  'too_many',
  'too_many_to_person',
  'too_many_by_actor',
  'too_many_of_tenant',
] as const;

export type SkipReason = (typeof skipReasons)[number];

/**
 * More mails than this about one ticket to one recipient within this many minutes are a loop and not a conversation,
 * caused by another machine's answers or a faulty program: further ones are skipped.
 */
export const loopGuard = { mails: 20, minutes: 60 } as const;

/** What kind of text a mail quotes; it is introduced accordingly. */
export const textRoles = ['description', 'reply', 'question', 'solution', 'reason'] as const;

export type TextRole = (typeof textRoles)[number];

/** What kind of text an event gives a mail to quote, or null if none. */
export function textRoleOf(event: DecidedEvent | undefined): TextRole | null {
  switch (event?.type) {
    case 'created':
      return 'description';
    case 'comment_added':
      if (event.solution) return 'solution';
      return expectsAnswer(event) ? 'question' : 'reply';
    case 'status_changed':
      return event.reason === null ? null : 'reason';
    default:
      return null;
  }
}

/**
 * One notification that follows from a command. `queue` is the tenant's queue address or, where none is set, each
 * active agent. `eventIndex` and `textIndex` are places in the command's list of events: the fact that the mail
 * reports, and the one whose text it quotes (`comment_body`).
 */
export type NoticeDraft = Readonly<{
  event: MailEvent;
  to:
    | Readonly<{ audience: 'reporter' | 'agents'; kind: 'person'; id: string }>
    | Readonly<{ audience: 'agents'; kind: 'queue' }>;
  eventIndex: number;
  textIndex: number | null;
  /** The same person gets another mail about this command, so this one is kept as skipped. */
  toldAlready?: boolean;
}>;

/**
 * Who is notified after a command, and of what (R16): one mail per person and command, about its most telling event.
 */
export function noticesFor(after: Ticket, events: readonly DecidedEvent[]): NoticeDraft[] {
  if (events.some((event) => event.type === 'created')) {
    return [
      { event: 'ticket.created', to: reporter(after), eventIndex: 0, textIndex: 0 },
      { event: 'ticket.created', to: { audience: 'agents', kind: 'queue' }, eventIndex: 0, textIndex: 0 },
    ];
  }
  return markRepeats([...toReporter(after, events), ...toNewAssignee(events), ...aboutReporterComment(after, events)]);
}

/** Somebody who is both reporter and new assignee gets the first of the two mails, which is the more telling one. */
function markRepeats(drafts: readonly NoticeDraft[]): NoticeDraft[] {
  const told = new Set<string>();
  return drafts.map((draft) => {
    if (draft.to.kind === 'queue') return draft;
    const toldAlready = told.has(draft.to.id);
    told.add(draft.to.id);
    return toldAlready ? { ...draft, toldAlready } : draft;
  });
}

/**
 * Whether the recipient did it themselves: nobody is mailed about that, apart from the reporter's receipt for a new
 * ticket.
 */
export function isOwnAction(
  event: MailEvent,
  audience: 'reporter' | 'agents',
  recipientId: string,
  actor: ActorRef,
): boolean {
  const receipt = event === 'ticket.created' && audience === 'reporter';
  return !receipt && personOf(actor) === recipientId;
}

function reporter(ticket: Ticket): NoticeDraft['to'] {
  return { audience: 'reporter', kind: 'person', id: ticket.reporterId };
}

function toReporter(after: Ticket, events: readonly DecidedEvent[]): NoticeDraft[] {
  const statusIndex = events.findLastIndex((event) => event.type === 'status_changed');
  const replyIndex = events.findLastIndex(
    (event) => event.type === 'comment_added' && event.visibility === 'external' && event.side === 'agent',
  );
  const change = events[statusIndex];
  if (change?.type === 'status_changed') {
    const told: MailEvent =
      change.to === 'resolved' ? 'ticket.resolved' : change.to === 'closed' ? 'ticket.closed' : 'ticket.status_changed';
    const textIndex = replyIndex >= 0 ? replyIndex : change.reason === null ? null : statusIndex;
    return [{ event: told, to: reporter(after), eventIndex: statusIndex, textIndex }];
  }
  if (replyIndex < 0) return [];
  return [{ event: 'ticket.comment_added', to: reporter(after), eventIndex: replyIndex, textIndex: replyIndex }];
}

function toNewAssignee(events: readonly DecidedEvent[]): NoticeDraft[] {
  const eventIndex = events.findLastIndex((event) => event.type === 'assigned');
  const assigned = events[eventIndex];
  if (assigned?.type !== 'assigned' || assigned.to === null) return [];
  return [
    {
      event: 'ticket.assigned',
      to: { audience: 'agents', kind: 'person', id: assigned.to },
      eventIndex,
      textIndex: null,
    },
  ];
}

function aboutReporterComment(after: Ticket, events: readonly DecidedEvent[]): NoticeDraft[] {
  const index = events.findLastIndex((event) => event.type === 'comment_added' && event.side === 'reporter');
  if (index < 0) return [];
  const to: NoticeDraft['to'] =
    after.assigneeId === null
      ? { audience: 'agents', kind: 'queue' }
      : { audience: 'agents', kind: 'person', id: after.assigneeId };
  return [{ event: 'ticket.comment_added', to, eventIndex: index, textIndex: index }];
}
