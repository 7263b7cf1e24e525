import type { ShownText } from '../../src/db/reading/event-texts.ts';
import { type TextPart, textParts } from './text-parts.ts';
import { formatCount } from './count.ts';

/** A text that is longer than this is folded: so many lines, so many characters. */
const longest = { lines: 30, characters: 3000 } as const;

/** So much of a folded text is shown: so many lines, so many characters. */
const beginning = { lines: 20, characters: 2000 } as const;

/**
 * A text as /page/views/long-text shows it: its beginning and, folded away, the rest. Where the page has no room for the
 * rest, `href` leads to where it is. `more` says how long the whole text is.
 */
export type LongText = Readonly<{
  head: readonly TextPart[];
  rest: readonly TextPart[] | null;
  more: string | null;
  href: string | null;
  open: boolean;
}>;

/** Folds a text that is long. `href` is where it stands whole; `open`: it is what the page was opened for. */
export function longText(text: ShownText, where: Readonly<{ href: string; open: boolean }>): LongText {
  const { body, isWhole, bytes } = text;
  const lines = body.split('\n').length;
  if (isWhole && lines <= longest.lines && body.length <= longest.characters) {
    return { head: textParts(body), rest: null, more: null, href: null, open: false };
  }
  const end = endOfBeginning(body);
  const head = textParts(body.slice(0, end));
  if (!isWhole)
    return { head, rest: null, more: `${formatCount(Math.ceil(bytes / 1024))} KiB`, href: where.href, open: false };
  const more = lines > longest.lines ? `${formatCount(lines)} lines` : `${formatCount(body.length)} characters`;
  // The white space at the cut is the break between the two.
  return { head, rest: textParts(body.slice(end).replace(/^\s/, '')), more, href: null, open: where.open };
}

/** Where the beginning ends: behind its last line or, where that is too far, behind a word. */
function endOfBeginning(body: string): number {
  let line = -1;
  for (let n = 0; n < beginning.lines; n += 1) {
    line = body.indexOf('\n', line + 1);
    if (line === -1 || line > beginning.characters) break;
  }
  if (line !== -1 && line <= beginning.characters) return line;
  const word = Math.max(body.lastIndexOf(' ', beginning.characters), body.lastIndexOf('\n', beginning.characters));
  if (word > beginning.characters / 2) return word;
  // Two halves of one character would be none.
  return body.slice(0, beginning.characters).isWellFormed() ? beginning.characters : beginning.characters - 1;
}
