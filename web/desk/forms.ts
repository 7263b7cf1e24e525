import { z } from 'zod';
import type { Outcome } from '../../src/domain/refusal.ts';
import { checkText, checkTitle } from '../../src/domain/text.ts';
import { resolutionAnswers, ticketTypes } from '../../src/domain/ticket.ts';
import { choiceField, commandIdField, optionalTextField, textField } from '../forms.ts';

const words = (what: string) => byRule((text) => checkText(text, 'body', what));

/** "New ticket" (R23). */
export const newTicketForm = z.object({
  command_id: commandIdField,
  type: choiceField(ticketTypes, 'Choose what it is about.'),
  title: byRule(checkTitle),
  description: byRule((text) => checkText(text, 'description', 'Describe what happened or what you need.')),
  follow_up: z.string().optional(),
});

export const replyForm = z.object({ command_id: commandIdField, body: words('Write something before you send it.') });

/** The resolution that was on the page: an answer to it must not be taken for one to a later solution. */
const seenResolvedAt = z.iso.datetime({ error: 'This form is out of date. Load the page again.' }).optional();

/** The answer to a solution: that it still fails has to be told in words, that it is solved need not (R7). */
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
      body: words('Tell us what is still broken.'),
    }),
  ],
  { error: 'Choose an answer: it is solved, or it is still broken.' },
);

export const withdrawalForm = z.object({ command_id: commandIdField, body: optionalTextField });

/** A text that the domain judges, so that every field at fault is named at once and in the domain's words. */
function byRule(check: (text: string) => Outcome<string>) {
  return textField.transform((text, ctx) => {
    const checked = check(text);
    if (checked.ok) return checked.value;
    ctx.addIssue({ code: 'custom', message: checked.refusal.message });
    return z.NEVER;
  });
}
