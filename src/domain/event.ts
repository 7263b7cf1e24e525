import type { ActorRef } from './actor.ts';
import type { RefusalCode } from './refusal.ts';
import type { Status } from './status.ts';
import type { CancelReason, Channel, Priority, ResolutionAnswer, Side, TicketType, Visibility } from './ticket.ts';

/**
 * What happened to a ticket. `Text` is the text itself while an event is only decided, and a `TextRef` once it is
 * saved: the history keeps a reference and a salted digest, so that a text can be redacted and the history still
 * verified (R35).
 */
export type TicketEvent<Text> =
  | Readonly<{
      type: 'created';
      tenantId: string;
      ticketId: string;
      number: string;
      ticketType: TicketType;
      priority: Priority;
      channel: Channel;
      reporterId: string;
      externalRef: string | null;
      followUpOf: string | null;
      title: Text;
      description: Text;
    }>
  | Readonly<{ type: 'status_changed'; from: Status; to: Status; reasonCode: CancelReason | null; reason: Text | null }>
  | Readonly<{ type: 'assigned'; from: string | null; to: string | null }>
  /**
   * `expectsAnswer`: whether an agent's reply waits for the reporter. Other comments lack it, and so do replies of before
   * there was the choice, which all did.
   */
  | Readonly<{
      type: 'comment_added';
      visibility: Visibility;
      side: Side;
      solution: boolean;
      expectsAnswer?: boolean;
      body: Text;
    }>
  | Readonly<{ type: 'title_edited'; title: Text }>
  | Readonly<{ type: 'description_edited'; description: Text }>
  | Readonly<{ type: 'type_edited'; from: TicketType; to: TicketType }>
  | Readonly<{ type: 'priority_edited'; from: Priority; to: Priority }>
  | Readonly<{ type: 'resolution_answered'; answer: ResolutionAnswer }>
  | Readonly<{ type: 'withdrawal_requested' }>
  /** `label`: what the asset or movement is called at this moment. The database supplies it, and a movement's asset. */
  | Readonly<{ type: 'asset_linked'; assetId: string; label: Text }>
  | Readonly<{ type: 'asset_unlinked'; assetId: string }>
  | Readonly<{ type: 'movement_linked'; movementId: string; assetId: string; label: Text }>
  | Readonly<{ type: 'movement_unlinked'; movementId: string; assetId: string }>
  | Readonly<{ type: 'command_refused'; code: RefusalCode; asked: string }>
  /** The ticket's workflow was stuck: the run was ended, and a new one took over from the ticket's rows. */
  | Readonly<{ type: 'workflow_restarted'; runId: string }>;

/** The kinds of things that happen to a ticket. */
export type EventType = TicketEvent<unknown>['type'];

/** Where the text of a saved event is stored, with the salted digest that stands for it in the history. */
export type TextRef = Readonly<{ id: string; digest: string }>;

/** An event as decided, with its texts. A new ticket's number is still empty: the database assigns it. */
export type DecidedEvent = TicketEvent<string>;

/**
 * A saved event: the fact, its place in the ticket's gapless sequence, who did it and when. Times are ISO 8601, UTC.
 */
export type SavedEvent = Readonly<{
  sequence: number;
  version: number;
  actor: ActorRef;
  occurredAt: string;
  fact: TicketEvent<TextRef>;
  /** The title itself, where the fact sets one: the workflow compares and shows it, and needs no other text. */
  title?: string;
}>;

/**
 * Who may read an event. A reporter sees status changes, who handles the ticket, the public conversation, answers and
 * linked assets; an agent sees everything (R3, R4).
 */
export function audienceOf(event: TicketEvent<unknown>): 'public' | 'agents' {
  switch (event.type) {
    case 'created':
    case 'status_changed':
    case 'assigned':
    case 'resolution_answered':
    case 'withdrawal_requested':
    case 'asset_linked':
    case 'asset_unlinked':
    case 'movement_linked':
    case 'movement_unlinked':
      return 'public';
    case 'comment_added':
      return event.visibility === 'external' ? 'public' : 'agents';
    case 'title_edited':
    case 'description_edited':
    case 'type_edited':
    case 'priority_edited':
    case 'command_refused':
    case 'workflow_restarted':
      return 'agents';
  }
}

/** Whether an agent's public comment waits for the reporter; the text of a resolution waits for its confirmation. */
export function expectsAnswer(comment: Extract<TicketEvent<unknown>, { type: 'comment_added' }>): boolean {
  return comment.visibility === 'external' && comment.side === 'agent' && (comment.expectsAnswer ?? true);
}

/** The kind of text that an event carries; the text rows are labelled with it. */
export type TextKind = 'title' | 'description' | 'comment' | 'reason' | 'asset' | 'movement';

/** The same event with each of its texts replaced by the result of `replace`. */
export function mapTexts<A, B>(event: TicketEvent<A>, replace: (text: A, kind: TextKind) => B): TicketEvent<B> {
  switch (event.type) {
    case 'created':
      return {
        ...event,
        title: replace(event.title, 'title'),
        description: replace(event.description, 'description'),
      };
    case 'status_changed':
      return { ...event, reason: event.reason === null ? null : replace(event.reason, 'reason') };
    case 'comment_added':
      return { ...event, body: replace(event.body, 'comment') };
    case 'title_edited':
      return { ...event, title: replace(event.title, 'title') };
    case 'description_edited':
      return { ...event, description: replace(event.description, 'description') };
    case 'asset_linked':
      return { ...event, label: replace(event.label, 'asset') };
    case 'movement_linked':
      return { ...event, label: replace(event.label, 'movement') };
    default:
      return event;
  }
}
