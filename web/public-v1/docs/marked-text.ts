/** A text in pieces: plain, or code that was in backticks. */
export type MarkedText = readonly Readonly<{ text: string; code: boolean }>[];

/** Splits a text with `code` in backticks into pieces. */
export function markedText(text: string): MarkedText {
  return text
    .split('`')
    .map((piece, place) => ({ text: piece, code: place % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
