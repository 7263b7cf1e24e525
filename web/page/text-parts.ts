/** A piece of a user's text: plain, or a web address that becomes a link. */
export type TextPart = Readonly<{ text: string; href?: string }>;

const address = /\bhttps?:\/\/[^\s<>"'“”]+/giu;
const punctuation = '.,;:!?';

/** How many addresses of one text become links: a link is ten times as long as the shortest address. */
const mostLinks = 200;

/**
 * Splits a text into plain pieces and web addresses, losing nothing; punctuation after an address is not part of it.
 * Takes linear time, and leaves everything past two hundred addresses plain.
 */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  let links = 0;
  for (const match of text.matchAll(address)) {
    if (links === mostLinks) break;
    const href = trimmed(match[0]);
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: href, href });
    from = match.index + href.length;
    links += 1;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

function trimmed(found: string): string {
  let end = found.length;
  // A regular expression would search to the end of the text from every punctuation mark.
  while (end > 0 && punctuation.includes(found.charAt(end - 1))) end -= 1;
  const bare = found.slice(0, end);
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}
