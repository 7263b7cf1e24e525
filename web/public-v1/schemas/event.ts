import { z } from 'zod';
import { refusalCodes } from '../../../src/domain/refusal.ts';
import { statuses } from '../../../src/domain/status.ts';
import {
  cancelReasons,
  channels,
  priorities,
  resolutionAnswers,
  ticketTypes,
  visibilities,
} from '../../../src/domain/ticket.ts';
import { actor, instant, next, person } from './parts.ts';

const linked = z.strictObject({ id: z.uuid(), name: z.string().nullable() });

/** The details of each type of event. */
const details = {
  created: {
    title: z.string().nullable(),
    description: z.string().nullable(),
    ticket_type: z.enum(ticketTypes),
    priority: z.enum(priorities),
    channel: z.enum(channels),
    reporter_id: z.uuid(),
    external_ref: z.string().nullable(),
  },
  status_changed: {
    from: z.enum(statuses),
    to: z.enum(statuses),
    reason: z.string().nullable(),
    reason_code: z.enum(cancelReasons).nullable(),
  },
  assigned: { from: person.nullable(), to: person.nullable() },
  comment_added: {
    comment_id: z.uuid(),
    visibility: z.enum(visibilities),
    solution: z.boolean(),
    expects_answer: z.boolean(),
    body: z.string().nullable(),
  },
  title_edited: { title: z.string().nullable() },
  description_edited: { description: z.string().nullable() },
  type_edited: { from: z.enum(ticketTypes), to: z.enum(ticketTypes) },
  priority_edited: { from: z.enum(priorities), to: z.enum(priorities) },
  resolution_answered: { answer: z.enum(resolutionAnswers) },
  withdrawal_requested: {},
  asset_linked: { asset: linked },
  asset_unlinked: { asset: linked },
  movement_linked: { movement: linked },
  movement_unlinked: { movement: linked },
  command_refused: { code: z.enum(refusalCodes), asked: z.string() },
  workflow_restarted: {},
} as const;

type EventType = keyof typeof details;

function eventOf<Type extends EventType>(type: Type) {
  return z.strictObject({
    id: z.uuid(),
    type: z.literal(type),
    actor,
    occurred_at: instant,
    recorded_at: instant,
    details: z.strictObject(details[type]),
  });
}

/** Something that happened to a ticket: who, when, from what to what (R4). */
export const event = z
  .discriminatedUnion('type', [
    eventOf('created'),
    eventOf('status_changed'),
    eventOf('assigned'),
    eventOf('comment_added'),
    eventOf('title_edited'),
    eventOf('description_edited'),
    eventOf('type_edited'),
    eventOf('priority_edited'),
    eventOf('resolution_answered'),
    eventOf('withdrawal_requested'),
    eventOf('asset_linked'),
    eventOf('asset_unlinked'),
    eventOf('movement_linked'),
    eventOf('movement_unlinked'),
    eventOf('command_refused'),
    eventOf('workflow_restarted'),
  ])
  .meta({
    id: 'Event',
    description: 'An entry of the history. What is told in `details` depends on the `type`.',
    examples: [
      {
        id: '0197f3a5-1234-8abc-9def-001122334455',
        type: 'status_changed',
        actor: { kind: 'user', id: '0197f3a2-5d1c-7a3e-9b40-6f1d2c3b4a59', name: 'Ada Agent', key: null },
        occurred_at: '2026-01-05T08:04:10.120Z',
        recorded_at: '2026-01-05T08:04:10.140Z',
        details: { from: 'open', to: 'in_progress', reason: null, reason_code: null },
      },
    ],
  });

export type EventBody = z.output<typeof event>;

/** A page of a ticket's history. */
export const eventList = z.strictObject({ data: z.array(event), next }).meta({ id: 'EventList' });
