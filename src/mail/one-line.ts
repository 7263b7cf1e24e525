const controlCharacters = /\p{Cc}/gu;
// They reverse the text around them, which could make a subject read as something else.
const directionOverrides = /\p{Bidi_Control}/gu;

/**
 * Any text as one harmless line: control characters and line breaks become spaces, directional overrides and lone
 * surrogates are removed. For subjects, names and answers, which must neither end a header line nor disguise one.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(directionOverrides, '')
    .replace(controlCharacters, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The text as one line of at most `limit` visible characters and 4 times as many UTF-16 units, with an ellipsis for
 * what is left out. Cuts between words if one ends near the limit, and never inside an emoji or an accented letter.
 */
export function shortLine(text: string, limit: number): string {
  const line = oneLine(text);
  let kept = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(line)) {
    if (count === limit - 1 && kept.length + segment.length < line.length) return `${endOfWord(kept)}…`;
    if (kept.length + segment.length > limit * 4) return `${endOfWord(kept)}…`;
    kept += segment;
    count += 1;
  }
  return kept;
}

function endOfWord(text: string): string {
  const lastSpace = text.lastIndexOf(' ');
  return (lastSpace > text.length * 0.7 ? text.slice(0, lastSpace) : text).trimEnd();
}
