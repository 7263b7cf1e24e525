import { filledLength, fillTemplate, parseTemplate, type Placeholder, placeholders } from '../domain/placeholders.ts';
import { accept, type Refusal, type RefusalKey, type RefusalText, type RefusalValues } from '../domain/refusal.ts';
import { checkSubject, checkText, placeIn } from '../domain/text.ts';
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
 * Checks a template that a tenant has typed (R17, R18): only the six placeholders, sanitised HTML, 64 KiB each. What will
 * be used is checked as well as what was typed: the HTML after sanitising, and the text that follows it if none was
 * typed. A refusal names the field and, if possible, line and column; `removed` lists, in plain language, what mails
 * cannot have.
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
    ({ html, removed } = sanitise(written.value));
    const refused = [
      ...refusalOf(written.value, 'html'),
      ...insideTag(written.value),
      ...attachedImage(written.value),
      ...onceSanitised(written.value, html),
    ].slice(0, 1);
    refusals.push(...refused);
    if (refused.length === 0 && !hasContent(html)) {
      refusals.push({ code: 'malformed', key: 'refusal.template.nothing_left', field: 'html' });
    }
  }

  const follows = typed.text.trim() === '';
  const text = follows ? accept('') : checkText(typed.text, 'text', 'refusal.template.empty');
  if (!text.ok) refusals.push(text.refusal);
  else if (!follows) refusals.push(...refusalOf(text.value, 'text'));
  else if (refusals.length === 0) refusals.push(...textThatFollows(html));

  if (refusals.length > 0 || !subject.ok || !text.ok) return { ok: false, refusals };
  return { ok: true, template: { subject: subject.value, html, text: text.value }, removed };
}

/** What is wrong with the text that is made from the sanitised HTML. */
function textThatFollows(html: string): Refusal[] {
  const made = checkText(textOf(html), 'text', 'refusal.template.no_words');
  if (!made.ok) return [made.refusal];
  const parsed = parseTemplate(made.value, 'html');
  if (parsed.ok) return [];
  const line = made.value.split('\n')[Number(parsed.refusal.details?.['line']) - 1] ?? '';
  const found = line.slice(line.indexOf('{{')).slice(0, 60);
  return [{ code: 'malformed', key: 'refusal.template.made_text', field: 'html', values: { found } }];
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
    text: parseTemplate(own.text === '' ? textOf(own.html) : own.text, 'text'),
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
  return found === null ? [] : [refusalAt('refusal.template.inside_tag', html, found.index + found[0].length - 2)];
}

/** A picture that is attached to the mail it was copied from: our mails have no attachments to show it from. */
function attachedImage(html: string): Refusal[] {
  const found = /<img\s(?:[^<>]*?\s)?src\s*=\s*["']?\s*cid:/i.exec(html);
  return found === null ? [] : [refusalAt('refusal.template.attached_image', html, found.index)];
}

// A brace that HTML spells out becomes one when the HTML is sanitised.
const spelledBraces = /(?:\{|&(?:#0*123|#x0*7b|lcub|lbrace);?){2}/gi;

/** What is wrong with the HTML once it is sanitised, at its place in what was typed if that can be told. */
function onceSanitised(typed: string, html: string): Refusal[] {
  const [refusal] = [...refusalOf(html, 'html'), ...insideTag(html)];
  if (refusal === undefined) return [];
  const found = [...typed.matchAll(spelledBraces)].find(([braces]) => braces !== '{{');
  return [found === undefined ? refusal : refusalAt(refusal.key, typed, found.index)];
}

function refusalAt(key: RefusalKey, text: string, index: number): Refusal {
  const details = placeIn(text, index);
  const values = { ...details, placeholders: placeholders.join(', ') };
  return { code: 'malformed', key, values, field: 'html', details };
}
