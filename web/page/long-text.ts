import type { ShownText } from '../../src/db/reading/event-texts.ts';
import { type Message, message } from '../../src/locales/message.ts';
import { type TextPart, textParts } from './text-parts.ts';

/** A longer text is folded: the limits in lines and in characters. */
const longest = { lines: 30, characters: 3000 } as const;

/** How much of a folded text is shown, in lines and in characters. */
const beginning = { lines: 20, characters: 2000 } as const;

/**
 * A text as /page/views/long-text shows it: its beginning and, folded, the rest. If the page has no room for the rest,
 * `href` links to it. `more` says how long the whole text is.
 */
export type LongText = Readonly<{
  head: readonly TextPart[];
  rest: readonly TextPart[] | null;
  more: Message | null;
  href: string | null;
  open: boolean;
}>;

/** Folds a long text. `href` is the address of the whole text; `open`: the page was opened for it. */
export function longText(text: ShownText, where: Readonly<{ href: string; open: boolean }>): LongText {
  const { body, isWhole, bytes } = text;
  const lines = body.split('\n').length;
  if (isWhole && lines <= longest.lines && body.length <= longest.characters) {
    return { head: textParts(body), rest: null, more: null, href: null, open: false };
  }
  const end = endOfBeginning(body);
  const head = textParts(body.slice(0, end));
  if (!isWhole)
    return {
      head,
      rest: null,
      more: message('page.long_text.kib', { n: Math.ceil(bytes / 1024) }),
      href: where.href,
      open: false,
    };
  const more =
    lines > longest.lines
      ? message('page.long_text.lines', { n: lines })
      : message('page.long_text.characters', { n: body.length });
  // The white space at the cut separates the two.
  return { head, rest: textParts(body.slice(end).replace(/^\s/, '')), more, href: null, open: where.open };
}

/** Where the beginning ends: after its last line or, if that is too far, after a word. */
function endOfBeginning(body: string): number {
  let line = -1;
  for (let n = 0; n < beginning.lines; n += 1) {
    line = body.indexOf('\n', line + 1);
    if (line === -1 || line > beginning.characters) break;
  }
  if (line !== -1 && line <= beginning.characters) return line;
  const word = Math.max(body.lastIndexOf(' ', beginning.characters), body.lastIndexOf('\n', beginning.characters));
  if (word > beginning.characters / 2) return word;
  // Never cut a surrogate pair.
  return body.slice(0, beginning.characters).isWellFormed() ? beginning.characters : beginning.characters - 1;
}
