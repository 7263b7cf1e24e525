import sanitizeHtml, { type Attributes, type IOptions } from 'sanitize-html';
import { commonAttributes, isWithinBounds, mailTags, mayHave, tagAttributes, withinBounds } from './mail-html.ts';
import { mailStyles } from './mail-styles.ts';

const linkAddress = /^\s*(https?:\/\/|mailto:)/i;
const imageAddress = /^\s*https:\/\//i;

const rules: IOptions = {
  allowedTags: mailTags,
  allowedAttributes: {
    '*': commonAttributes,
    ...Object.fromEntries(Object.entries(tagAttributes).map(([tag, of]) => [tag, [...of]])),
  },
  allowedStyles: { '*': { ...mailStyles } },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  // Their content is not text for readers.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'xmp', 'title', 'iframe', 'object', 'svg', 'math'],
  disallowedTagsMode: 'discard',
  nestingLimit: 50,
  transformTags: {
    // A mail has no address of its own to resolve a relative one against.
    a: (tagName, attribs) => ({ tagName, attribs: without('href', attribs, linkAddress) }),
    img: (tagName, attribs) => ({ tagName, attribs: without('src', attribs, imageAddress) }),
    '*': (tagName, attribs) => ({ tagName, attribs: withinBounds(attribs) }),
  },
};

/** The attributes without that one, unless its value begins as it should. */
function without(name: string, attribs: Attributes, unless: RegExp): Attributes {
  const { [name]: value, ...rest } = attribs;
  return value !== undefined && unless.test(value) ? attribs : rest;
}

function isLost(name: string, { [name]: value }: Attributes, unless: RegExp): boolean {
  return value !== undefined && !unless.test(value);
}

/** How unstyled content looks in the product's frame: mail programs have styles of their own. */
const usual: Readonly<Record<string, string>> = {
  h1: 'margin: 0 0 16px 0; font-size: 24px; line-height: 32px; font-weight: 700',
  h2: 'margin: 0 0 12px 0; font-size: 20px; line-height: 28px; font-weight: 700',
  h3: 'margin: 0 0 12px 0; font-size: 17px; line-height: 24px; font-weight: 700',
  h4: 'margin: 0 0 12px 0; font-size: 16px; line-height: 24px; font-weight: 700',
  p: 'margin: 0 0 16px 0',
  ul: 'margin: 0 0 16px 0; padding: 0 0 0 24px',
  ol: 'margin: 0 0 16px 0; padding: 0 0 0 24px',
  blockquote: 'margin: 0 0 16px 0; padding: 0 0 0 16px; border-left: 4px solid #b9c4d3',
};

const dressed = Object.fromEntries(
  Object.entries(usual).map(([tag, style]) => [
    tag,
    (tagName: string, attribs: Attributes) => ({
      tagName,
      attribs: { ...attribs, style: attribs['style'] ? `${style}; ${attribs['style']}` : style },
    }),
  ]),
);

/**
 * A tenant's HTML reduced to ordinary mail content: no script, no form, no frame, no class, nothing that covers or
 * hides what surrounds it, nothing that is larger than it is written, links by https, http and mailto only, images by
 * https only. Every tag is closed. `removed` lists, in plain language, what was taken out, each thing once.
 */
export function sanitise(html: string): { html: string; removed: string[] } {
  const removed = new Set<string>();
  const onOpenTag = (name: string, attribs: Attributes): void => {
    if (name === 'a' && isLost('href', attribs, linkAddress)) removed.add('the address of a link');
    if (name === 'img' && isLost('src', attribs, imageAddress)) removed.add('the address of an image');
    // Names are short and plain; otherwise it is not a tag that somebody has written on purpose.
    const known = mailTags.includes(name);
    if (!known && plainName.test(name)) removed.add(`the tag <${name}>`);
    for (const [attribute, value] of known ? Object.entries(attribs) : []) {
      if (!mayHave(name, attribute) && plainName.test(attribute)) removed.add(`the attribute ${attribute}`);
      else if (value !== '' && !isWithinBounds(attribute, value)) removed.add(`a value of the attribute ${attribute}`);
    }
  };
  return { html: sanitizeHtml(html, { ...rules, onOpenTag }).trim(), removed: [...removed] };
}

const plainName = /^[a-z][a-z0-9-]{0,30}$/;

/** The same for sending: with the product's default styles where the tenant has set none. */
export function sanitiseForSending(html: string): string {
  return sanitizeHtml(html, { ...rules, transformTags: { ...rules.transformTags, ...dressed } }).trim();
}
