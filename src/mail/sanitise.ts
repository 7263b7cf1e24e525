import sanitizeHtml, { type Attributes, type IOptions } from 'sanitize-html';

const tags = (
  'h1 h2 h3 h4 p br hr div span blockquote pre code b strong i em u s small sub sup a img ul ol li ' +
  'table caption thead tbody tfoot tr th td'
).split(' ');

const anywhere = ['style', 'dir', 'lang', 'align'];

const attributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title'],
  img: ['src', 'alt', 'width', 'height'],
  td: ['colspan', 'rowspan', 'valign', 'width'],
  th: ['colspan', 'rowspan', 'valign', 'width', 'scope'],
  table: ['width', 'border', 'cellpadding', 'cellspacing'],
  ol: ['start', 'type'],
};

const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,24}|rgb\([\d\s,.%]{5,30}\))$/i;
const size = /^\d{1,4}(\.\d{1,3})?(px|em|rem|pt|%)?$/;
// No negative ones: what stands above or below must not be covered.
const sizes = /^(\d{1,3}(\.\d{1,3})?(px|em|rem|pt|%)?|auto)(\s+(\d{1,3}(\.\d{1,3})?(px|em|rem|pt|%)?|auto)){0,3}$/;
const border = /^[\da-z#.%\s(),]{1,60}$/i;

const styles: Readonly<Record<string, RegExp[]>> = {
  color: [colour],
  'background-color': [colour],
  'font-size': [size],
  'font-weight': [/^(normal|bold|bolder|lighter|[1-9]00)$/],
  'font-style': [/^(normal|italic|oblique)$/],
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'line-height': [size, /^normal$/],
  'text-align': [/^(left|right|center|justify|start|end)$/],
  'text-decoration': [/^(none|underline|line-through)$/],
  'vertical-align': [/^(top|middle|bottom|baseline|sub|super)$/],
  'list-style-type': [/^[a-z-]{1,30}$/],
  'white-space': [/^(normal|pre-wrap|pre-line)$/],
  width: [size],
  'max-width': [size],
  height: [size],
  'border-radius': [sizes],
  'border-collapse': [/^(collapse|separate)$/],
  ...Object.fromEntries(
    ['border', 'border-top', 'border-right', 'border-bottom', 'border-left'].map((name) => [name, [border]]),
  ),
  ...Object.fromEntries(
    ['margin', 'padding'].flatMap((name) =>
      ['', '-top', '-right', '-bottom', '-left'].map((side) => [`${name}${side}`, [sizes]]),
    ),
  ),
};

const rules: IOptions = {
  allowedTags: tags,
  allowedAttributes: {
    '*': anywhere,
    ...Object.fromEntries(Object.entries(attributes).map(([tag, of]) => [tag, [...of]])),
  },
  allowedStyles: { '*': { ...styles } },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  // What stands in them is no text for a reader.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'xmp', 'title', 'iframe', 'object', 'svg', 'math'],
  disallowedTagsMode: 'discard',
  nestingLimit: 50,
  transformTags: {
    // A mail has no address of its own that the rest of one could be added to.
    a: (tagName, attribs) => ({ tagName, attribs: without('href', attribs, /^\s*(https?:\/\/|mailto:)/i) }),
    img: (tagName, attribs) => ({ tagName, attribs: without('src', attribs, /^\s*https:\/\//i) }),
  },
};

/** The attributes without that one, unless it begins as it should. */
function without(name: string, attribs: Attributes, unless: RegExp): Attributes {
  const { [name]: value, ...rest } = attribs;
  return value !== undefined && unless.test(value) ? attribs : rest;
}

/** How what a tenant has not styled looks in the product's frame: a mail program has styles of its own. */
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
 * A tenant's HTML with nothing in it but ordinary words of a mail: no script, no form, no frame, no class, nothing that
 * covers or hides what stands around it, links by https, http and mailto only, pictures by https only. Every tag that it
 * opens is closed. `removed` says in words what was taken out, each once.
 */
export function sanitise(html: string): { html: string; removed: string[] } {
  const removed = new Set<string>();
  const onOpenTag = (name: string, attribs: Attributes): void => {
    // A name is short and plain, or it is not one of a tag that somebody has written on purpose.
    const known = tags.includes(name);
    if (!known && /^[a-z][a-z0-9-]{0,30}$/.test(name)) removed.add(`the tag <${name}>`);
    for (const attribute of known ? Object.keys(attribs) : []) {
      if (anywhere.includes(attribute) || attributes[name]?.includes(attribute)) continue;
      if (/^[a-z][a-z0-9-]{0,30}$/.test(attribute)) removed.add(`the attribute ${attribute}`);
    }
  };
  return { html: sanitizeHtml(html, { ...rules, onOpenTag }).trim(), removed: [...removed] };
}

/** The same for sending: with the product's usual looks where the tenant has set none. */
export function sanitiseForSending(html: string): string {
  return sanitizeHtml(html, { ...rules, transformTags: { ...rules.transformTags, ...dressed } }).trim();
}
