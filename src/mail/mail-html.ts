import type { Attributes } from 'sanitize-html';

/** The tags that a tenant's mail may have. */
export const mailTags = (
  'h1 h2 h3 h4 p br hr div span blockquote pre code b strong i em u s small sub sup a img ul ol li ' +
  'table caption thead tbody tfoot tr th td'
).split(' ');

/** Attributes that every tag may have. */
export const commonAttributes = ['style', 'dir', 'lang', 'align'];

/** Attributes that a tag may have besides those. */
export const tagAttributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title'],
  img: ['src', 'alt', 'width', 'height'],
  td: ['colspan', 'rowspan', 'valign', 'width'],
  th: ['colspan', 'rowspan', 'valign', 'width', 'scope'],
  table: ['width', 'border', 'cellpadding', 'cellspacing'],
  ol: ['start', 'type'],
};

const length = /^\d{1,4}(\.\d{1,3})?(px|%)?$/;
const address = /^[^]{1,2000}$/;
const shortText = /^[^]{0,300}$/;

/**
 * The values that an attribute may have: none that makes a mail larger than it is written. A cell that spans a million
 * columns is a short text, but a lot of work to lay out: for us, when the text part is made, and for every mail
 * program.
 */
const values: Readonly<Record<string, RegExp>> = {
  // A style is split into its declarations, each with a rule of its own (mail-styles.ts).
  style: /^[^]{1,2000}$/,
  dir: /^(ltr|rtl|auto)$/i,
  lang: /^[a-z]{2,8}(-[a-z\d]{1,8}){0,3}$/i,
  align: /^(left|right|center|justify)$/i,
  valign: /^(top|middle|bottom|baseline)$/i,
  href: address,
  src: address,
  title: shortText,
  alt: shortText,
  width: length,
  height: length,
  border: /^\d{1,2}$/,
  cellpadding: /^\d{1,2}$/,
  cellspacing: /^\d{1,2}$/,
  colspan: /^[1-9]\d?$/,
  rowspan: /^[1-9]\d?$/,
  scope: /^(row|col|rowgroup|colgroup)$/i,
  start: /^[1-9]\d{0,3}$/,
  type: /^[1aAiI]$/,
};

/** Whether a tag in a mail may have that attribute, whatever its value. */
export function mayHave(tag: string, attribute: string): boolean {
  return commonAttributes.includes(attribute) || (tagAttributes[tag]?.includes(attribute) ?? false);
}

/** Whether the value of an attribute stays within its bounds; never for an attribute that no mail may have. */
export function isWithinBounds(attribute: string, value: string): boolean {
  return Object.hasOwn(values, attribute) && values[attribute]?.test(value) === true;
}

/** The attributes of a tag without those that are out of bounds. */
export function withinBounds(attribs: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attribs).filter(([name, value]) => isWithinBounds(name, value)));
}
