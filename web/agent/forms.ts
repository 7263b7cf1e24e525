import { z } from 'zod';
import { statuses } from '../../src/domain/status.ts';
import { checkText, checkTitle } from '../../src/domain/text.ts';
import { cancelReasons, priorities, ticketTypes, visibilities } from '../../src/domain/ticket.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { assetsField, movementField } from '../forms/asset-choices.ts';
import { choiceField, commandIdField, pastedField, ruledField, sentField, textField } from '../forms/form.ts';

const outOfDate = 'page.form.out_of_date';

/** A person's id, or empty for nobody. Missing is not the same as empty. */
const personOrNobody = (whatToDo: string) =>
  z.union([z.literal(''), z.uuid()], { error: whatToDo }).transform((id) => (id === '' ? null : id));

const ticked = z.literal('yes', { error: outOfDate }).optional();

/**
 * A reply or a note; with `status` it resolves too, and the reply is the solution. A reply can also ask for an answer,
 * and take the ticket (`take`).
 */
export const commentForm = z.object({
  command_id: commandIdField,
  body: textField,
  visibility: choiceField(visibilities, 'agent.form.visibility'),
  status: z.literal('resolved', { error: 'agent.form.message_status' }).optional(),
  expects_answer: ticked,
  take: ticked,
  seen_status: z.enum(statuses, { error: outOfDate }).optional(),
  seen_public_sequence: z.coerce
    .number({ error: outOfDate })
    .int(outOfDate)
    .min(0, outOfDate)
    .max(2 ** 31 - 1, outOfDate)
    .optional(),
});

/** A change of status, with a solution or reason. */
export const statusForm = z.object({
  command_id: commandIdField,
  status: choiceField(statuses, 'agent.form.status'),
  solution: pastedField,
  reason: pastedField,
  reason_code: z.enum(cancelReasons, { error: 'agent.form.cancel_reason' }).optional(),
  seen_status: z.enum(statuses, { error: outOfDate }).optional(),
});

const whose = z.enum(['mine', 'theirs'], { error: 'agent.form.keep' }).optional();

const marked = z.string().optional();

const whichAgent = 'agent.form.assignee';

/**
 * An agent, by id or by e-mail address, or nobody. Where somebody else has assigned the ticket meanwhile (`conflict`),
 * also which of the two stays.
 */
export const assigneeForm = z.object({
  command_id: commandIdField,
  assignee: z
    .string({ error: whichAgent })
    .trim()
    .max(320, 'agent.form.long_address')
    .refine((named) => named === '' || named.includes('@') || isUuid(named), whichAgent)
    .transform((named) => (named === '' ? null : named)),
  seen_assignee: personOrNobody(outOfDate).optional(),
  keep_assignee: whose,
  conflict_assignee: marked,
});

/**
 * What the edit form sends: the fields as typed and as they were shown; for those that both have changed (`conflict_…`)
 * also which value to keep.
 */
export const editForm = z.object({
  command_id: commandIdField,
  title: pastedField,
  description: pastedField,
  type: choiceField(ticketTypes, 'refusal.type.unknown').optional(),
  priority: choiceField(priorities, 'agent.form.priority').optional(),
  seen_title: z.string().optional(),
  seen_description: z.uuid({ error: outOfDate }).optional(),
  seen_type: z.enum(ticketTypes, { error: outOfDate }).optional(),
  seen_priority: z.enum(priorities, { error: outOfDate }).optional(),
  keep_title: whose,
  keep_description: whose,
  keep_type: whose,
  keep_priority: whose,
  conflict_title: marked,
  conflict_description: marked,
  conflict_type: marked,
  conflict_priority: marked,
});

export const newTicketForm = z.object({
  command_id: commandIdField,
  type: choiceField(ticketTypes, 'refusal.type.unknown'),
  title: ruledField(checkTitle),
  description: ruledField((text) => checkText(text, 'description', 'refusal.description.empty')),
  priority: choiceField(priorities, 'agent.form.priority').default('normal'),
  reporter: z.string({ error: 'agent.form.one_address' }).trim().max(320, 'agent.form.long_address').default(''),
  assets: assetsField,
  movement: movementField,
  // Anything but text names no ticket.
  follow_up_of: z.string().default('').catch('?'),
});

/** Links one more asset to the ticket, or removes one. */
export const assetsForm = z.object({
  command_id: commandIdField,
  change: choiceField(['link', 'unlink'], outOfDate),
  asset: z.uuid({ error: 'agent.form.asset' }),
});

/** Links the ticket to a movement of one of its assets, or to none. */
export const movementForm = z.object({ command_id: commandIdField, movement: sentField(movementField) });
