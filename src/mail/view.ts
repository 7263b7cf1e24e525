import { isFinal, type Status } from '../domain/status.ts';
import type { TicketType } from '../domain/ticket.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import { type Message, message, type Text } from '../locales/message.ts';
import type { MailFacts } from './facts.ts';
import { buttons, type MailKind } from './kinds.ts';
import { mailWords } from './mail-words.ts';
import { oneLine, shortLine } from './one-line.ts';
import type { FrameView } from './templates.ts';
import { statusWord, typeWord } from './ticket-words.ts';

const nameLimit = 80;
const previewLimit = 120;

/** What the templates may show: texts, and plain values to be escaped. `lines` are the lines of the mail's text. */
export type MailView = FrameView &
  Readonly<{
    number: string;
    title: string;
    reporter: string;
    author: string | Message;
    assignee: string | null;
    toReporter: boolean;
    type: TicketType;
    typeLabel: MessageKey;
    status: Status;
    statusLabel: MessageKey;
    isFinished: boolean;
    /** Whether work on the ticket has begun anew. */
    again: 'yes' | 'no';
    /** Whether the message that is quoted asks the reporter for an answer (R24). */
    asks: 'yes' | 'no';
    /** What the foot says of the message: whether an answer is needed; null in mails that quote none of the agents. */
    note: MessageKey | null;
    label: Text;
    lines: readonly string[] | null;
    repliesAreRead: boolean;
  }>;

/** Prepares the facts for the templates of their kind. */
export function viewOf(kind: MailKind, facts: MailFacts): MailView {
  const body = facts.body === null ? null : cleanText(facts.body);
  const number = oneLine(facts.ticketNumber);
  const title = oneLine(facts.ticketTitle);
  return {
    words: mailWords(facts),
    number,
    title,
    documentTitle: `${number} ${title}`,
    tenant: shortLine(facts.tenantName, nameLimit),
    unit: 'mail.unit.support',
    reporter: shortLine(facts.reporterName, nameLimit),
    author: authorOf(facts),
    greeting: greetingOf(facts.recipientName),
    assignee: nameOrNull(facts.assigneeName),
    toReporter: facts.audience === 'reporter',
    type: facts.ticketType,
    typeLabel: typeWord(facts),
    status: facts.status,
    statusLabel: statusWord(facts),
    isFinished: isFinal(facts.status),
    again: facts.bodyKind === 'reason' && facts.status === 'in_progress' ? 'yes' : 'no',
    asks: facts.bodyKind === 'question' ? 'yes' : 'no',
    note: noteOf(facts),
    preview: body === null ? null : shortLine(body.slice(0, 4 * previewLimit), previewLimit),
    label: labelOf(facts),
    lines: body === null || body === '' ? null : body.split('\n'),
    link: facts.link,
    button: buttons[kind],
    answers: facts.answers,
    repliesAreRead: facts.repliesAreRead,
  };
}

function noteOf({ audience, bodyKind }: MailFacts): MessageKey | null {
  if (audience !== 'reporter') return null;
  if (bodyKind === 'question') return 'mail.foot.answer_needed';
  return bodyKind === 'reply' ? 'mail.foot.for_information' : null;
}

function labelOf(facts: MailFacts): Text {
  switch (facts.bodyKind) {
    case 'description':
      return 'mail.words.description';
    case 'solution':
      return 'mail.words.solution';
    case 'reason':
      return 'mail.words.reason';
    case 'question':
      return 'mail.words.question';
    case 'reply':
    case null:
      if (facts.audience === 'reporter') return 'mail.words.from_support';
      return message('mail.words.from_author', { author: authorOf(facts) });
  }
}

/** The reporter as the author of what the mail is about; a key that acts for them is named. */
function authorOf({ reporterName, reporterKey }: MailFacts): string | Message {
  const name = shortLine(reporterName, nameLimit);
  if (reporterKey === null) return name;
  return message('mail.facts.by_key', { name, key: shortLine(reporterKey, nameLimit) });
}

/** The mail's greeting; a mail to nobody in particular has no name in it. */
export function greetingOf(recipientName: string | null): Text {
  const name = nameOrNull(recipientName);
  return name === null ? 'mail.greeting.nobody' : message('mail.greeting.name', { name });
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
