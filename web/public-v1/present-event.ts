import type { ApiEvent, CommentEvent } from '../../src/db/reading/api-events.ts';
import { expectsAnswer } from '../../src/domain/event.ts';
import { derivedId } from '../../src/ids.ts';
import type { CommentBody } from './schemas/comment.ts';
import type { EventBody } from './schemas/event.ts';

/** A comment as the API shows it. */
export function presentComment({ fact, text, occurredAt, ...event }: CommentEvent): CommentBody {
  return {
    id: fact.body.id,
    body: text ?? '',
    visibility: fact.visibility,
    author: presentActor(event),
    solution: fact.solution,
    expects_answer: asks(fact),
    created_at: occurredAt.toISOString(),
  };
}

/**
 * An event as the API shows it. Its id does not reveal its place, and cannot be found by trying places: gaps would
 * reveal internal notes to a reporter (R3).
 */
export function presentEvent(event: ApiEvent): EventBody {
  return {
    id: derivedId('event', event.seal),
    actor: presentActor(event),
    occurred_at: event.occurredAt.toISOString(),
    recorded_at: event.recordedAt.toISOString(),
    ...detailsOf(event),
  };
}

/** A solution asks for its confirmation, not for an answer. */
function asks(comment: CommentEvent['fact']): boolean {
  return !comment.solution && expectsAnswer(comment);
}

function presentActor({ actor, actorName, key }: Pick<ApiEvent, 'actor' | 'actorName' | 'key'>): EventBody['actor'] {
  return { kind: actor.kind, id: actor.id, name: actorName, key };
}

/** The type of an event with the details that belong to it. */
type Told<Event = EventBody> = Event extends EventBody ? Pick<Event, 'type' | 'details'> : never;

function detailsOf({ fact, text, from, to, label }: ApiEvent): Told {
  const { type } = fact;
  switch (type) {
    case 'created':
      return {
        type,
        details: {
          title: label,
          description: text,
          ticket_type: fact.ticketType,
          priority: fact.priority,
          channel: fact.channel,
          reporter_id: fact.reporterId,
          external_ref: fact.externalRef,
        },
      };
    case 'status_changed':
      return { type, details: { from: fact.from, to: fact.to, reason: text, reason_code: fact.reasonCode } };
    case 'assigned':
      return { type, details: { from, to } };
    case 'comment_added':
      return {
        type,
        details: {
          comment_id: fact.body.id,
          visibility: fact.visibility,
          solution: fact.solution,
          expects_answer: asks(fact),
          body: text,
        },
      };
    case 'title_edited':
      return { type, details: { title: text } };
    case 'description_edited':
      return { type, details: { description: text } };
    case 'type_edited':
      return { type, details: { from: fact.from, to: fact.to } };
    case 'priority_edited':
      return { type, details: { from: fact.from, to: fact.to } };
    case 'resolution_answered':
      return { type, details: { answer: fact.answer } };
    case 'withdrawal_requested':
      return { type, details: {} };
    case 'asset_linked':
      return { type, details: { asset: { id: fact.assetId, name: text } } };
    case 'asset_unlinked':
      return { type, details: { asset: { id: fact.assetId, name: label } } };
    case 'movement_linked':
      return { type, details: { movement: { id: fact.movementId, name: text } } };
    case 'movement_unlinked':
      return { type, details: { movement: { id: fact.movementId, name: label } } };
    case 'command_refused':
      return { type, details: { code: fact.code, asked: fact.asked } };
    case 'workflow_restarted':
      return { type, details: {} };
  }
}
