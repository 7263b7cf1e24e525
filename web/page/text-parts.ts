/** A piece of somebody's words: plain text, or an address of the web that becomes a link. */
export type TextPart = Readonly<{ text: string; href?: string }>;

const address = /\bhttps?:\/\/[^\s<>"'“”]+/giu;

/** Cuts a text into plain pieces and web addresses, nothing lost; punctuation after an address is not part of it. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const href = trimmed(match[0]);
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

function trimmed(found: string): string {
  const bare = found.replace(/[.,;:!?]+$/u, '');
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}
