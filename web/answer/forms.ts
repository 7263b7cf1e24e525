import { z } from 'zod';
import { checkText } from '../../src/domain/text.ts';
import { commandIdField, ruledField } from '../forms/form.ts';

/** "It is solved": just the press of a button. */
export const solvedForm = z.object({ command_id: commandIdField });

/** "Still broken", with a required explanation (R7). */
export const stillBrokenForm = z.object({
  command_id: commandIdField,
  body: ruledField((text) => checkText(text, 'body', 'refusal.answer.still_broken_empty')),
});
