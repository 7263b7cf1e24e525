import { z } from 'zod';
import type { RefusalKey } from '../../src/domain/refusal.ts';
import { checkText, checkTitle } from '../../src/domain/text.ts';
import { resolutionAnswers, ticketTypes } from '../../src/domain/ticket.ts';
import { assetsField, movementField } from '../forms/asset-choices.ts';
import { choiceField, commandIdField, optionalTextField, ruledField } from '../forms/form.ts';

const bodyField = (empty: RefusalKey) => ruledField((text) => checkText(text, 'body', empty));

/** The form "New ticket" (R23). */
export const newTicketForm = z.object({
  command_id: commandIdField,
  type: choiceField(ticketTypes, 'desk.new.choose_type'),
  title: ruledField(checkTitle),
  description: ruledField((text) => checkText(text, 'description', 'refusal.description.empty')),
  follow_up: z.string().optional(),
  assets: assetsField,
  movement: movementField,
  /** `asset`: the form was opened from an asset's page. */
  via: z.literal('asset').optional().catch(undefined),
});

export const replyForm = z.object({
  command_id: commandIdField,
  body: bodyField('refusal.comment.empty'),
});

/** The resolution that was on the page: an answer to it must not count for a later solution. */
const seenResolvedAt = z.iso.datetime({ error: 'page.form.out_of_date' }).optional();

/** The answer to a solution: "still broken" needs an explanation, "solved" does not (R7). */
export const answerForm = z.discriminatedUnion(
  'answer',
  [
    z.object({
      command_id: commandIdField,
      answer: z.literal(resolutionAnswers[0]),
      seen_resolved_at: seenResolvedAt,
      body: optionalTextField,
    }),
    z.object({
      command_id: commandIdField,
      answer: z.literal(resolutionAnswers[1]),
      seen_resolved_at: seenResolvedAt,
      body: bodyField('refusal.answer.still_broken_empty'),
    }),
  ],
  { error: 'desk.ask.choose' },
);

export const withdrawalForm = z.object({ command_id: commandIdField, body: optionalTextField });
