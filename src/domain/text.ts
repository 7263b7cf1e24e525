import { accept, type Outcome, type Refusal, type RefusalKey, refuse } from './refusal.ts';
import { referenceLimit, textLimitBytes, titleLimit } from './ticket.ts';

// Line breaks and tabs are text; any other control character would be invisible to the reader.
const forbiddenCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** The most characters (code points) of a person's or a group's name. */
const nameLimit = 80;

// White space and format characters (zero-width spaces, direction marks) alone leave nothing to read.
const nothingToRead = /^[\s\p{Z}\p{Cf}]*$/u;

/** The title, trimmed and on one line, or a refusal naming the field: 1 to 200 characters (code points). */
export function checkTitle(title: string): Outcome<string> {
  const line = oneLine(title);
  const sound = checkCharacters(line, 'title', title);
  if (!sound.ok) return sound;
  if (nothingToRead.test(line)) return refuse('malformed', 'refusal.title.empty', { field: 'title' });
  const length = [...line].length;
  if (length > titleLimit) {
    const values = { n: length, limit: titleLimit };
    return refuse('malformed', 'refusal.title.too_long', { field: 'title', values });
  }
  return accept(line);
}

/** The name of a person or a group, trimmed and on one line, or a refusal naming the field: 1 to 80 characters. */
export function checkName(name: string, field: string, empty: RefusalKey): Outcome<string> {
  return checkLine(name, { field, empty, tooLong: 'refusal.name.too_long', limit: nameLimit });
}

/** What a line of text has to keep to, and what is said if it is empty or has more than `{limit}` characters. */
export type LineRule = Readonly<{ field: string; empty: RefusalKey; tooLong: RefusalKey; limit: number }>;

/** A text, trimmed and on one line, or a refusal naming the field: 1 to `limit` characters (code points). */
export function checkLine(text: string, { field, empty, tooLong, limit }: LineRule): Outcome<string> {
  const line = oneLine(text);
  const sound = checkCharacters(line, field, text);
  if (!sound.ok) return sound;
  if (nothingToRead.test(line)) return refuse('malformed', empty, { field });
  if ([...line].length > limit) return refuse('malformed', tooLong, { field, values: { limit } });
  return accept(line);
}

/** The subject of a mail, trimmed and on one line, or a refusal: 1 to 200 characters (code points). */
export function checkSubject(subject: string): Outcome<string> {
  const line = oneLine(subject);
  const sound = checkCharacters(line, 'subject', subject);
  if (!sound.ok) return sound;
  if (nothingToRead.test(line)) return refuse('malformed', 'refusal.subject.empty', { field: 'subject' });
  const length = [...line].length;
  if (length > titleLimit) {
    const values = { n: length, limit: titleLimit };
    return refuse('malformed', 'refusal.subject.too_long', { field: 'subject', values });
  }
  return accept(line);
}

/** A reference from another system, trimmed and on one line, or a refusal: 1 to 100 characters. */
export function checkReference(reference: string): Outcome<string> {
  const line = reference.trim();
  const sound = checkCharacters(line, 'external_ref', reference);
  if (!sound.ok) return sound;
  if (nothingToRead.test(line) || line.length > referenceLimit || /[\r\n\t]/.test(line)) {
    const values = { limit: referenceLimit };
    return refuse('malformed', 'refusal.external_ref.malformed', { field: 'external_ref', values });
  }
  return accept(line);
}

/** A text with unified line breaks, or a refusal naming the field: not blank, at most 64 KiB of UTF-8. */
export function checkText(text: string, field: string, empty: RefusalKey): Outcome<string> {
  const body = text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  const sound = checkCharacters(body, field, text);
  if (!sound.ok) return sound;
  if (nothingToRead.test(body)) return refuse('malformed', empty, { field });
  const bytes = utf8Length(body);
  if (bytes > textLimitBytes) {
    return refuse('malformed', 'refusal.text.too_long', { field, values: { n: bytes, limit: textLimitBytes } });
  }
  return accept(body);
}

// They turn or embed the text around them, so that it reads as something else; marks of direction do not.
const directionControls = /[\u202A-\u202E\u2066-\u2069]/g;

/** The text on one line and in its normal form, what turns its direction taken out: what looks alike is written alike. */
function oneLine(text: string): string {
  return text.replace(directionControls, '').normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Refuses what cannot be stored, at its place in `typed`, of which `text` was made. */
function checkCharacters(text: string, field: string, typed: string): Outcome<string> {
  if (text.isWellFormed() && !forbiddenCharacters.test(text)) return accept(text);
  const place = unstorable(typed) ?? unstorable(text);
  return refuse('malformed', 'refusal.text.unstorable_character', { field, ...place });
}

/** The first character that cannot be stored, as a refusal names it: line, column and code point. Null if all can. */
export function unstorable(text: string): Pick<Refusal, 'values' | 'details'> | null {
  const found = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|\p{Surrogate}/u.exec(text);
  if (found === null) return null;
  const { line, column } = placeIn(text, found.index);
  const code = `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return { values: { line, column, code }, details: { line, column, code_point: code } };
}

/** The length of the text in UTF-8, in bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The place of an index in a text: its line and, in code points, its column, both counted from 1. */
export function placeIn(text: string, index: number): Readonly<{ line: number; column: number }> {
  const before = text.slice(0, index).split(/\r\n?|\n/);
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}
