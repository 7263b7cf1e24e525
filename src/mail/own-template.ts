import { filledLength, fillTemplate, parseTemplate, type Placeholder } from '../domain/placeholders.ts';
import type { Refusal, RefusalKey, RefusalText, RefusalValues } from '../domain/refusal.ts';
import { checkSubject, checkText } from '../domain/text.ts';
import type { MailFacts } from './facts.ts';
import type { OwnTemplate } from '../domain/own-template.ts';
import { mailWords } from './mail-words.ts';
import { sanitise, sanitiseForSending } from './sanitise.ts';
import { hasContent, textOf } from './text-of-html.ts';
import { statusWord } from './ticket-words.ts';

export type CheckedTemplate =
  | Readonly<{ ok: true; template: OwnTemplate; removed: readonly string[] }>
  | Readonly<{ ok: false; refusals: readonly Refusal[] }>;

/**
 * Checks a template that a tenant has typed (R17, R18): only the six placeholders, sanitised HTML, 64 KiB each. `text`
 * may be left empty, and is then derived from the HTML. A refusal names the field and, if possible, line and column;
 * `removed` lists, in plain language, what mails cannot have.
 */
export function checkOwnTemplate(typed: OwnTemplate): CheckedTemplate {
  const refusals: Refusal[] = [];
  const subject = checkSubject(typed.subject);
  if (!subject.ok) refusals.push(subject.refusal);
  else refusals.push(...refusalOf(subject.value, 'subject'));

  const written = checkText(typed.html, 'html', 'refusal.template.empty');
  let html = '';
  let removed: string[] = [];
  if (!written.ok) refusals.push(written.refusal);
  else {
    const refused = [...refusalOf(written.value, 'html'), ...insideTag(written.value)].slice(0, 1);
    refusals.push(...refused);
    ({ html, removed } = sanitise(written.value));
    if (refused.length === 0 && !hasContent(html)) {
      refusals.push({ code: 'malformed', key: 'refusal.template.nothing_left', field: 'html' });
    }
  }

  const wanted = typed.text.trim() === '' ? textOf(html) : typed.text;
  const text = wanted === '' ? null : checkText(wanted, 'text', 'refusal.template.empty');
  if (text !== null && !text.ok) refusals.push(text.refusal);
  else if (text !== null) refusals.push(...(typed.text.trim() === '' ? [] : refusalOf(text.value, 'text')));

  if (refusals.length > 0 || !subject.ok || text === null || !text.ok) return { ok: false, refusals };
  return { ok: true, template: { subject: subject.value, html, text: text.value }, removed };
}

/** A tenant's template filled with the content of a mail, or why it cannot be used. */
export type FilledTemplate =
  Readonly<{ ok: true; subject: string; html: string; text: string }> | Readonly<{ ok: false; fault: RefusalText }>;

/**
 * The most that a filled mail may have, in characters: a template may repeat the placeholder of a comment many times.
 */
const filledLimit = 512 * 1024;

/**
 * Fills a stored template with the content of a mail. It is filled first and sanitised afterwards, so that no value can
 * become a link or a tag. Never throws: faults are returned.
 */
export function fillOwnTemplate(own: OwnTemplate, facts: MailFacts): FilledTemplate {
  const parsed = {
    subject: parseTemplate(own.subject, 'subject'),
    html: parseTemplate(own.html, 'html'),
    text: parseTemplate(own.text, 'text'),
  };
  for (const part of Object.values(parsed)) if (!part.ok) return unusable(part.refusal.key, part.refusal.values);
  if (!parsed.subject.ok || !parsed.html.ok || !parsed.text.ok) return unusable('refusal.template.broken');
  const values = valuesOf(facts);
  const length = filledLength(parsed.html.value, values, 'html') + filledLength(parsed.text.value, values, 'text');
  if (length > filledLimit) return unusable('refusal.template.filled_too_long');
  try {
    const subject = fillTemplate(parsed.subject.value, values, 'subject').trim();
    const html = sanitiseForSending(fillTemplate(parsed.html.value, values, 'html'));
    const text = fillTemplate(parsed.text.value, values, 'text').trim();
    if (subject === '' || !hasContent(html) || text === '') return unusable('refusal.template.filled_empty');
    return { ok: true, subject, html, text };
  } catch (error) {
    return unusable('refusal.template.unrenderable', { error: String(error).slice(0, 200) });
  }
}

function unusable(key: RefusalKey, values: RefusalValues = {}): Extract<FilledTemplate, { ok: false }> {
  return { ok: false, fault: { key, values } };
}

/** The values of the six placeholders, in the reader's language and words; empty if the mail has none. */
function valuesOf(facts: MailFacts): Record<Placeholder, string> {
  return {
    ticket_number: facts.ticketNumber,
    ticket_title: facts.ticketTitle,
    ticket_status: mailWords(facts).t(statusWord(facts)),
    assignee_name: facts.assigneeName ?? '',
    reporter_name: facts.reporterName,
    comment_body: facts.body?.trim() ?? '',
  };
}

function refusalOf(text: string, field: string): Refusal[] {
  const parsed = parseTemplate(text, field);
  return parsed.ok ? [] : [parsed.refusal];
}

/** A value in an attribute could be a link or a style, so placeholders are allowed in the text only. */
function insideTag(html: string): Refusal[] {
  const found = /<[a-zA-Z/!][^<>]*?\{\{/.exec(html);
  if (found === null) return [];
  const before = html.slice(0, found.index + found[0].length - 2).split('\n');
  const [line, column] = [before.length, [...(before.at(-1) ?? '')].length + 1];
  const place = { line, column };
  return [{ code: 'malformed', key: 'refusal.template.inside_tag', values: place, field: 'html', details: place }];
}
