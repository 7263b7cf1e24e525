import { z } from 'zod';
import { statuses } from '../../../src/domain/status.ts';
import { assetLimit, cancelReasons, priorities, ticketTypes } from '../../../src/domain/ticket.ts';
import { longText, referenceInput, titleInput } from './texts.ts';

const description = longText('description', 'refusal.description.empty', 'There is smoke.');
const type = z.enum(ticketTypes);
const priority = z.enum(priorities);
/** An id; `whatToDo` says what its field expects. */
function id(whatToDo: string) {
  return z.uuid(whatToDo).toLowerCase();
}

const assetIds = z
  .array(id('Send the id of an asset.'))
  .max(assetLimit)
  .meta({ description: "The ticket's assets, all of them. Ignored where assets are switched off." });
const movementId = id('Send the id of a movement, or null.').nullable().meta({
  description: "A movement of one of the ticket's assets, or null. Ignored where movements are switched off.",
});

/** The body that creates a ticket. */
export const newTicket = z
  .strictObject({
    type,
    title: titleInput,
    description,
    priority: priority.optional().meta({ description: 'Only agents set one; `normal` unless said otherwise.' }),
    reporter_email: z
      .email()
      .max(254)
      .optional()
      .meta({
        description:
          "For whom it is filed: an active user. Without it, the key's own user; integrations have to name one.",
        examples: ['rita@example.com'],
      }),
    external_ref: referenceInput.optional(),
    asset_ids: assetIds.optional(),
    movement_id: movementId.optional(),
  })
  .meta({
    id: 'NewTicket',
    examples: [
      { type: 'incident', title: 'The printer is on fire', description: 'There is smoke on the second floor.' },
    ],
  });

const texts = {
  solution: longText('solution', 'refusal.solution.empty', 'The toner was replaced.'),
  reason: longText('reason', 'refusal.reason.empty', 'It happened again.'),
};

/** With which new statuses a solution or a reason can be given. */
const companions = {
  solution: ['resolved'],
  reason: ['cancelled', 'in_progress'],
  reason_code: ['cancelled'],
} as const;

type Companion = keyof typeof companions;

/** The changes of a ticket: all of them are made, or none. */
export const ticketChange = z
  .strictObject({
    title: titleInput.optional(),
    description: description.optional(),
    type: type.optional(),
    priority: priority.optional(),
    status: z.enum(statuses).optional(),
    solution: texts.solution.optional().meta({ description: 'With `status: resolved`. The reporter is told.' }),
    reason: texts.reason.optional().meta({
      description: 'With `status: cancelled`, or `in_progress` when reopening. The reporter is told.',
    }),
    reason_code: z.enum(cancelReasons).optional().meta({ description: 'With `status: cancelled`.' }),
    assignee_id: id('Send the id of an agent, or null.').nullable().optional().meta({
      description: 'An agent; an open ticket is started by it. null gives the ticket back to the queue.',
    }),
    asset_ids: assetIds.optional(),
    movement_id: movementId.optional(),
  })
  .check((ctx) => {
    if (Object.keys(ctx.value).length === 0) {
      ctx.issues.push({ code: 'custom', message: 'Name at least one field to change.', input: ctx.value, path: [] });
    }
    const { status } = ctx.value;
    for (const [field, allowed] of Object.entries(companions) as [Companion, readonly string[]][]) {
      if (ctx.value[field] === undefined || (status !== undefined && allowed.includes(status))) continue;
      const message = `This goes with the status ${allowed.join(' or ')} only.`;
      ctx.issues.push({ code: 'custom', message, input: ctx.value[field], path: [field] });
    }
  })
  .meta({
    id: 'TicketChange',
    minProperties: 1,
    dependentSchemas: Object.fromEntries(
      Object.entries(companions).map(([field, allowed]) => [
        field,
        { required: ['status'], properties: { status: { enum: allowed } } },
      ]),
    ),
    examples: [{ status: 'resolved', solution: 'The toner was replaced.' }, { assignee_id: null }],
  });

export type TicketChange = z.output<typeof ticketChange>;
