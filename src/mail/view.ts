import { isFinal } from '../domain/status.ts';
import { translatorFor } from '../locales/translator.ts';
import type { MailFacts } from './facts.ts';
import { buttons, type MailKind } from './kinds.ts';
import { oneLine, shortLine } from './one-line.ts';

const nameLimit = 80;
const previewLimit = 120;

/** What the templates may show: plain values, to be escaped. `lines` are the lines of the mail's text. */
export type MailView = ReturnType<typeof viewOf>;

/** Prepares the facts for the templates of their kind. */
export function viewOf(kind: MailKind, facts: MailFacts) {
  const body = facts.body === null ? null : cleanText(facts.body);
  const number = oneLine(facts.ticketNumber);
  const title = oneLine(facts.ticketTitle);
  return {
    number,
    title,
    documentTitle: `${number} ${title}`,
    tenant: shortLine(facts.tenantName, nameLimit),
    unit: 'IT support',
    reporter: shortLine(facts.reporterName, nameLimit),
    author: authorOf(facts),
    greeting: greetingOf(facts.recipientName),
    assignee: nameOrNull(facts.assigneeName),
    toReporter: facts.audience === 'reporter',
    isIncident: facts.ticketType === 'incident',
    typeLabel: facts.ticketType === 'incident' ? 'Incident' : 'Service request',
    status: facts.status,
    statusLabel: translatorFor('en').t(`ticket.status.${facts.status}`),
    isFinished: isFinal(facts.status),
    isReopened: facts.bodyKind === 'reason' && facts.status === 'in_progress',
    preview: body === null ? null : shortLine(body.slice(0, 4 * previewLimit), previewLimit),
    label: labelOf(facts),
    lines: body === null || body === '' ? null : body.split('\n'),
    link: facts.link,
    button: buttons[kind],
    answers: facts.answers,
    repliesAreRead: facts.repliesAreRead,
  };
}

function labelOf(facts: MailFacts): string {
  switch (facts.bodyKind) {
    case 'description':
      return 'Description';
    case 'solution':
      return 'Proposed solution';
    case 'reason':
      return 'Reason';
    case 'reply':
    case null:
      return facts.audience === 'reporter' ? 'Message from the support team' : `Message from ${authorOf(facts)}`;
  }
}

/** The reporter as the author of what the mail is about; a key that acts for them is named. */
function authorOf({ reporterName, reporterKey }: MailFacts): string {
  const name = shortLine(reporterName, nameLimit);
  return reporterKey === null ? name : `${name} by key ${shortLine(reporterKey, nameLimit)}`;
}

/** The mail's greeting; a mail to nobody in particular has no name in it. */
export function greetingOf(recipientName: string | null): string {
  const name = nameOrNull(recipientName);
  return name === null ? 'Hello,' : `Hello ${name},`;
}

function nameOrNull(name: string | null): string | null {
  const line = shortLine(name ?? '', nameLimit);
  return line === '' ? null : line;
}

// Line breaks and tabs are part of a text; other control characters are not even allowed in HTML.
function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .trim();
}
