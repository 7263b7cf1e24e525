/** A piece of a text: plain, or code that stood between backticks. */
export type MarkedText = readonly Readonly<{ text: string; code: boolean }>[];

/** Cuts a text with `code` in backticks into pieces. */
export function markedText(text: string): MarkedText {
  return text
    .split('`')
    .map((piece, place) => ({ text: piece, code: place % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
