import { z } from 'zod';
import { checkText } from '../../src/domain/text.ts';
import { commandIdField, ruledField } from '../forms/form.ts';

/** "It is solved": nothing but the press of a button. */
export const solvedForm = z.object({ command_id: commandIdField });

/** "Still broken": what of it has to be told in words (R7). */
export const stillBrokenForm = z.object({
  command_id: commandIdField,
  body: ruledField((text) => checkText(text, 'body', 'Tell us what is still broken.')),
});
