import { accept, type Outcome, refuse } from './refusal.ts';
import { textLimitBytes } from './ticket.ts';
import { utf8Length } from './text.ts';

/** What a tenant's mail template can name (R17); there is nothing else, and no logic. */
export const placeholders = [
  'ticket_number',
  'ticket_title',
  'ticket_status',
  'assignee_name',
  'reporter_name',
  'comment_body',
] as const;

export type Placeholder = (typeof placeholders)[number];

/** A template that was read: texts that stand for themselves, and names. */
export type Template = readonly (string | Readonly<{ name: Placeholder }>)[];

/** Where a template stands: it decides how values are written. A subject is one line. */
export type TemplateForm = 'html' | 'text' | 'subject';

const opening = '{{';
const closing = '}}';

/**
 * Reads a template: `{{ name }}`, white space allowed, of the six names only (R18). Anything else in double braces,
 * braces that are not closed and more than 64 KiB are refused with line and column, both from 1. In linear time.
 */
export function parseTemplate(text: string, field: string): Outcome<Template> {
  const bytes = utf8Length(text);
  if (bytes > textLimitBytes) {
    const message = `The template has ${bytes} bytes; at most ${textLimitBytes} (64 KiB) are possible.`;
    return refuse('malformed', message, { field });
  }
  const parts: (string | { name: Placeholder })[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(opening, from);
    if (start < 0) break;
    const end = text.indexOf(closing, start + opening.length);
    if (end < 0) return refuseAt(text, start, field, 'these braces are not closed. Write }} after the name.');
    const name = nameIn(text.slice(start + opening.length, end));
    if (name === null) {
      return refuseAt(text, start, field, `there is no such placeholder. Use one of ${placeholders.join(', ')}.`);
    }
    if (start > from) parts.push(text.slice(from, start));
    parts.push({ name });
    from = end + closing.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return accept(parts);
}

/**
 * Writes a template with its values, which stay words whatever they hold: escaped in `html`, where their line breaks
 * become `<br>`, as they are in `text`, in one line in `subject`. Never throws.
 */
export function fillTemplate(
  template: Template,
  values: Readonly<Record<Placeholder, string>>,
  form: TemplateForm,
): string {
  return template.map((part) => (typeof part === 'string' ? part : written(values[part.name], form))).join('');
}

/** How long `fillTemplate` would make it, in UTF-16 units, without doing it: a template may name a long value many times. */
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

/** The names that a template uses, each once. */
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
  return escaped(clean).replaceAll('\n', '<br>\n');
}

/** Line breaks made alike; what no mail may hold (other control characters, lone surrogates) goes. */
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

function refuseAt(text: string, place: number, field: string, what: string): Outcome<Template> {
  const before = text.slice(0, place).split('\n');
  const line = before.length;
  const column = [...(before.at(-1) ?? '')].length + 1;
  return refuse('malformed', `Line ${line}, column ${column}: ${what}`, { field, details: { line, column } });
}
