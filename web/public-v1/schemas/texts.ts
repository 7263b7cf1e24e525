import { z } from 'zod';
import type { Outcome, RefusalKey } from '../../../src/domain/refusal.ts';
import { checkReference, checkText, checkTitle, unstorable } from '../../../src/domain/text.ts';
import { referenceLimit, textLimitBytes, titleLimit } from '../../../src/domain/ticket.ts';
import { message } from '../../../src/locales/message.ts';
import { refusalText, textOfDomain } from '../../../src/locales/refusal-text.ts';
import { packed } from '../../forms/packed-text.ts';

// Something readable, without control characters other than line breaks and tabs. Only what leaves nothing to read may
// precede the first readable character: if any text could, a long one would be tried from each of its positions.
const forbidden = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F`;
const blank = String.raw` \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF`;
// Format characters, such as soft hyphens and marks of direction: alone, they leave nothing to read.
const unseen = String.raw`\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFFF9-\uFFFB`;
const readable = new RegExp(`^[\\t\\n\\r${blank}${unseen}]*[^${forbidden}${unseen}\\s][^${forbidden}]*$`);
const readableLine = new RegExp(`^[${blank}${unseen}]*[^${forbidden}${unseen}\\s][^${forbidden}\\t\\r\\n]*$`);
const sign = new RegExp(`[^\\t\\n\\r${blank}${unseen}${forbidden}]`);

/** A text that the domain checks, limited to `maxLength` characters (code points, as JSON Schema counts them). */
function text(pattern: RegExp, maxLength: number, whatToDo: string, check: (value: string) => Outcome<string>) {
  return z
    .string()
    .regex(pattern, { error: ({ input }) => atItsPlace(String(input)) ?? whatToDo })
    .meta({ minLength: 1, maxLength })
    .transform((value, ctx) => {
      const length = [...value].length;
      const tooLong = packed(message('api.too_long', { length, most: maxLength }));
      const checked = check(value);
      if (length <= maxLength && checked.ok) return checked.value;
      ctx.addIssue({ code: 'custom', message: checked.ok ? tooLong : packed(refusalText(checked.refusal)) });
      return z.NEVER;
    });
}

/** That a text has a character that cannot be stored, and where; null if it has none. */
function atItsPlace(given: string): string | null {
  const found = unstorable(given);
  return found && packed(textOfDomain({ key: 'refusal.text.unstorable_character', ...found }));
}

/** The title of a ticket; white space inside it becomes single spaces. */
export const titleInput = text(readable, titleLimit, 'api.title', checkTitle).meta({
  description: 'Line breaks and tabs become spaces; characters that turn the direction of text are taken out.',
  examples: ['The printer on the second floor is on fire'],
});

/** A description, comment, solution or reason. `field` and `empty` are those of the domain's refusal. */
export function longText(field: string, empty: RefusalKey, example: string) {
  return text(readable, textLimitBytes, packed(textOfDomain({ key: empty })), (value) =>
    checkText(value, field, empty),
  ).meta({
    description: 'At most 64 KiB in UTF-8. White space around it is taken off.',
    examples: [example],
  });
}

/** A line of text that the domain checks, limited to `maxLength` characters. */
export function lineInput(maxLength: number, check: (value: string) => Outcome<string>) {
  return text(readableLine, maxLength, packed(message('api.external_ref', { most: maxLength })), check);
}

/** Search terms, limited to `maxLength` characters; white space and control characters only separate them. */
export function searchInput(maxLength: number, check: (value: string) => Outcome<string>) {
  return text(sign, maxLength, 'api.search_empty', check);
}

/** The ticket's name in another system. */
export const referenceInput = lineInput(referenceLimit, checkReference).meta({
  description: "Another system's name for the ticket; unique in the tenant.",
  examples: ['MON-2041'],
});
