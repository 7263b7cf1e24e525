import type { Source } from './sources.ts';

/** A call that names a text by its key, with the names of the values and tags that it gives, as `name` and `<name>`. */
export type Call = Readonly<{ path: string; key: string; given: readonly string[] }>;

/** Finds the calls that write all of their values as literals; others can't be judged from the source alone. */
export function callsIn({ path, text }: Source): Call[] {
  return [
    ...text.matchAll(/(?<![\w$])(?:t|tHtml|html|message|text|button)\(\s*'([a-z0-9_]+(?:\.[a-z0-9_]+)+)'/g),
  ].flatMap((match) => {
    const parts = argumentsFrom(text, match.index + match[0].length);
    const names = parts.map((part, place) => namesOf(part).map((name) => (place === 0 ? name : `<${name}>`)));
    if (parts.some((part) => !/^\{[\s\S]*\}$/.test(part) || /\.\.\./.test(part))) return [];
    return [{ path, key: match[1] ?? '', given: names.flat() }];
  });
}

/** The arguments of a call that follow this place, as they are written. */
function argumentsFrom(text: string, from: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begun = from;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
      continue;
    }
    if (`'"\``.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    const isEnd = depth < 0;
    if (isEnd || (character === ',' && depth === 0)) {
      parts.push(text.slice(begun, at).trim());
      begun = at + 1;
    }
    if (isEnd) break;
  }
  return parts.slice(1).filter((part) => part !== '');
}

/** The names of an object literal's own properties. */
function namesOf(literal: string): string[] {
  if (!literal.startsWith('{')) return [];
  const parts = argumentsFrom(`,${literal.slice(1, -1)})`, 0);
  return parts.map((part) => /^['"]?([\w$]+)/.exec(part)?.[1] ?? '').filter((name) => name !== '');
}
