import { accept, type Outcome, type RefusalKey, refuse } from './refusal.ts';
import { textLimitBytes } from './ticket.ts';
import { placeIn, utf8Length } from './text.ts';

/** The placeholders of a tenant's mail template (R17). There is nothing else, and no logic. */
export const placeholders = [
  'ticket_number',
  'ticket_title',
  'ticket_status',
  'assignee_name',
  'reporter_name',
  'comment_body',
] as const;

export type Placeholder = (typeof placeholders)[number];

/** A parsed template: literal texts and placeholders. */
export type Template = readonly (string | Readonly<{ name: Placeholder }>)[];

/** Where a template is used, which decides how values are written. A subject is one line. */
export type TemplateForm = 'html' | 'text' | 'subject';

const opening = '{{';
const closing = '}}';

/**
 * Parses a template: `{{ name }}`, white space allowed, with the six names only (R18). Anything else in double braces,
 * unclosed braces and more than 64 KiB are refused with line and column, both counted from 1. Runs in linear time.
 */
export function parseTemplate(text: string, field: string): Outcome<Template> {
  const bytes = utf8Length(text);
  if (bytes > textLimitBytes) {
    return refuse('malformed', 'refusal.template.too_long', { field, values: { n: bytes, limit: textLimitBytes } });
  }
  const parts: (string | { name: Placeholder })[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(opening, from);
    if (start < 0) break;
    const end = text.indexOf(closing, start + opening.length);
    if (end < 0) return refuseAt(text, start, field, 'refusal.template.braces_open');
    const name = nameIn(text.slice(start + opening.length, end));
    if (name === null) {
      return refuseAt(text, start, field, 'refusal.template.placeholder_unknown');
    }
    if (start > from) parts.push(text.slice(from, start));
    parts.push({ name });
    from = end + closing.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return accept(parts);
}

/**
 * Fills a template with its values, which are never read as markup: escaped in `html`, where line breaks become `<br>`
 * and indents stay, verbatim in `text`, on one line in `subject`. Never throws.
 */
export function fillTemplate(
  template: Template,
  values: Readonly<Record<Placeholder, string>>,
  form: TemplateForm,
): string {
  return template.map((part) => (typeof part === 'string' ? part : written(values[part.name], form))).join('');
}

/**
 * The length that `fillTemplate` would produce, in UTF-16 units, without doing it: a template may repeat a long value.
 */
export function filledLength(
  template: Template,
  values: Readonly<Record<Placeholder, string>>,
  form: TemplateForm,
): number {
  const lengths = new Map(namesIn(template).map((name) => [name, written(values[name], form).length]));
  return template.reduce(
    (sum, part) => sum + (typeof part === 'string' ? part.length : (lengths.get(part.name) ?? 0)),
    0,
  );
}

/** The placeholders that a template uses, each once. */
export function namesIn(template: Template): Placeholder[] {
  return placeholders.filter((name) => template.some((part) => typeof part !== 'string' && part.name === name));
}

function nameIn(text: string): Placeholder | null {
  const wanted = text.trim();
  return placeholders.find((name) => name === wanted) ?? null;
}

function written(value: string, form: TemplateForm): string {
  const clean = cleaned(value);
  if (form === 'text') return clean;
  if (form === 'subject') return clean.replace(/\s+/g, ' ').trim();
  return escaped(indented(clean)).replaceAll('\n', '<br>\n');
}

/** White space that HTML would take off or make one space: as wide, in spaces that stay. A tab is four. */
function indented(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replace(/^ +/gm, (spaces) => '\u00a0'.repeat(spaces.length))
    .replace(/ {2,}/g, (spaces) => `${'\u00a0'.repeat(spaces.length - 1)} `);
}

/** Line breaks unified; what no mail may contain (other control characters, lone surrogates) is removed. */
function cleaned(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function refuseAt(text: string, place: number, field: string, key: RefusalKey): Outcome<Template> {
  const details = placeIn(text, place);
  return refuse('malformed', key, { field, values: { ...details, placeholders: placeholders.join(', ') }, details });
}
