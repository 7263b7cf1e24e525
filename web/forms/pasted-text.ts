/**
 * What a text that was pasted from a word processor or a terminal was meant to be: line breaks for their characters for
 * lines and pages, nothing for colour codes and other controls, what was struck over gone, and the signs of Windows-1252
 * where they came as control characters. All else stays as it is; U+0000 comes from neither, and stays to be refused.
 */
export function asMeant(text: string): string {
  if (!suspicious.test(text)) return text;
  return withoutStruckOver(text.replace(terminalCodes, ''))
    .replace(lineBreaks, '\n')
    .replace(windowsSigns, (sign) => signs.charAt(sign.charCodeAt(0) - 0x80).trim())
    .replace(otherControls, '');
}

const suspicious = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029]/;

// A title of the window or the like up to its end, a code with its parameters, any other code, and the short form of a
// colour's.
const terminalCodes =
  /\u001B[\]PX^_][^\u0007\u001B\n]*(?:\u0007|\u001B\\)|\u001B\[[0-?]*[ -/]*[@-~]|\u001B(?:[ -/]*[0-~])?|\u009B\d[\d;]*m/g;
const lineBreaks = /\r?[\u000B\u000C]|[\u2028\u2029]/g;
const windowsSigns = /[\u0080-\u009F]/g;
const otherControls = /[\u0001-\u0008\u000E-\u001F\u007F]/g;

/** Windows-1252 from 0x80 to 0x9F; a space where it has no sign. */
const signs = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** A backspace takes the character before it, as on a terminal: bold there is a character struck over itself. */
function withoutStruckOver(text: string): string {
  if (!text.includes('\b')) return text;
  const kept: string[] = [];
  for (const character of text) {
    if (character !== '\b') kept.push(character);
    else if (kept.at(-1) !== '\n') kept.pop();
  }
  return kept.join('');
}
