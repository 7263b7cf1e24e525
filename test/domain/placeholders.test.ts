import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  filledLength,
  fillTemplate,
  namesIn,
  parseTemplate,
  type Placeholder,
  placeholders,
  type Template,
  type TemplateForm,
} from '../../src/domain/placeholders.ts';
import { textLimitBytes } from '../../src/domain/ticket.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';
import type { Refusal } from '../../src/domain/refusal.ts';

const values: Readonly<Record<Placeholder, string>> = {
  ticket_number: 'TKT-000042',
  ticket_title: 'Printer & <b>fire</b>',
  ticket_status: 'Open',
  assignee_name: '',
  reporter_name: `O'Neil "Rita"`,
  comment_body: 'First line\r\nsecond {{ticket_number}}',
};

function read(text: string): Template {
  const parsed = parseTemplate(text, 'html');
  if (!parsed.ok) throw new Error(wordsOfRefusal(parsed.refusal));
  return parsed.value;
}

const filled = (text: string, form: TemplateForm): string => fillTemplate(read(text), values, form);
const refused = (text: string) => {
  const parsed = parseTemplate(text, 'text');
  return parsed.ok ? null : parsed.refusal;
};

function refusalOf(text: string): Refusal {
  const refusal = refused(text);
  if (refusal === null) throw new Error(`Accepted: ${text}`);
  return refusal;
}

describe('a template (R17, R18)', () => {
  it('is filled with the six values, white space in the braces or not', () => {
    const all = placeholders.map((name) => `{{${name}}}|{{ ${name}\t}}`).join(';');
    expect(fillTemplate(read(all), Object.fromEntries(placeholders.map((name) => [name, name])) as never, 'text')).toBe(
      placeholders.map((name) => `${name}|${name}`).join(';'),
    );
    expect(namesIn(read(all))).toEqual([...placeholders]);
    expect(namesIn(read('nothing'))).toEqual([]);
  });

  it('writes values as its form demands', () => {
    expect(filled('<p>{{ticket_title}}</p>', 'html')).toBe('<p>Printer &amp; &lt;b&gt;fire&lt;/b&gt;</p>');
    expect(filled('{{reporter_name}}', 'html')).toBe('O&#39;Neil &quot;Rita&quot;');
    expect(filled('{{comment_body}}', 'html')).toBe('First line<br>\nsecond {{ticket_number}}');
    expect(filled('{{comment_body}}', 'text')).toBe('First line\nsecond {{ticket_number}}');
    for (const form of ['html', 'text', 'subject'] as const) {
      const all = placeholders.map((name) => `{{${name}}}x{{${name}}}`).join(' ');
      expect(filledLength(read(all), values, form)).toBe(filled(all, form).length);
    }
    expect(filled('[{{ticket_number}}] {{comment_body}}', 'subject')).toBe(
      '[TKT-000042] First line second {{ticket_number}}',
    );
    expect(filled('a{{assignee_name}}b', 'html')).toBe('ab');
  });

  it('leaves every other text as it is: single braces, closing ones, other template languages', () => {
    const other = 'a { b } c }} <%= it.secret %> ${process.env} {% raw %} { { ticket_number } }';
    for (const form of ['html', 'text', 'subject'] as const) expect(filled(other, form)).toBe(other);
  });

  it.each([
    ['{{ticket}}', 1, 1],
    ['ok\n  {{ nope }}', 2, 3],
    ['{{constructor}}', 1, 1],
    ['{{__proto__}}', 1, 1],
    ['{{ticket_number.length}}', 1, 1],
    ['{{{ticket_number}}}', 1, 1],
    ['{{}}', 1, 1],
    ['{{ticket_number ticket_title}}', 1, 1],
    ['{{#if ticket_number}}', 1, 1],
    ['{{TICKET_NUMBER}}', 1, 1],
    ['a 😀 {{ticket_number', 1, 5],
    ['{{ticket_number}\n}', 1, 1],
  ])('refuses %j with its place', (text, line, column) => {
    expect(refused(text)).toMatchObject({ code: 'malformed', field: 'text', details: { line, column } });
    expect(wordsOfRefusal(refusalOf(text))).toContain(`Line ${line}, column ${column}: `);
  });

  it('has at most 64 KiB', () => {
    expect(refused('ä'.repeat(textLimitBytes / 2))).toBeNull();
    expect(refused(`${'ä'.repeat(textLimitBytes / 2)}a`)).toMatchObject({ code: 'malformed', field: 'text' });
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const anyValues = fc.record(
  Object.fromEntries(placeholders.map((name) => [name, anyText])) as Record<Placeholder, fc.Arbitrary<string>>,
);
const anyTemplate = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(...placeholders).map((name) => `{{ ${name} }}`),
      fc.constantFrom('{{', '}}', '{', '}', '<%= it %>', '${x}', '{{constructor}}', '\n'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('whatever the words are', () => {
  it('an accepted template never throws, and its values never make markup or a second header line', () => {
    fc.assert(
      fc.property(anyTemplate, anyValues, (text, given) => {
        const parsed = parseTemplate(text, 'html');
        if (!parsed.ok) return;
        const own = parsed.value.filter((part) => typeof part === 'string').join('');
        const html = fillTemplate(parsed.value, given, 'html');
        const marks = (of: string, mark: string): number => of.split(mark).length - 1;
        const breaks = marks(html, '<br>') - marks(own, '<br>');
        expect(marks(html, '<') - breaks).toBe(marks(own, '<'));
        for (const mark of ['"', "'"]) expect(marks(html, mark)).toBe(marks(own, mark));
        fillTemplate(parsed.value, given, 'text');
        const subjects = placeholders.map((name) => fillTemplate([{ name }], given, 'subject')).join('');
        expect(subjects).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
      }),
      { numRuns: 500 },
    );
  });

  it('what is refused has its place in the text', () => {
    fc.assert(
      fc.property(anyTemplate, (text) => {
        const parsed = parseTemplate(text, 'html');
        if (parsed.ok) return;
        const { line, column } = parsed.refusal.details as { line: number; column: number };
        const there = [...(text.split('\n')[line - 1] ?? '')].slice(column - 1).join('');
        expect(there.startsWith('{{')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a template is read and filled in a time that grows with its length only', () => {
    // Nothing is timed: an engine that looks again and again at the same text would take minutes here, and break the
    // suite's own limit.
    for (const text of ['{{'.repeat(30_000), '{'.repeat(60_000), '}}'.repeat(30_000), '{{ '.repeat(20_000)]) {
      const parsed = parseTemplate(text, 'html');
      if (parsed.ok) fillTemplate(parsed.value, values, 'html');
    }
    const long = read('{{comment_body}}'.repeat(4000));
    expect(fillTemplate(long, { ...values, comment_body: '<'.repeat(500) }, 'html').length).toBe(4000 * 500 * 4);
  });
});
