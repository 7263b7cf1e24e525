import type { Language } from '../domain/languages.ts';
import type { OwnTemplate } from '../domain/own-template.ts';
import type { Placeholder } from '../domain/placeholders.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import { escapeHtml } from '../locales/escape-html.ts';
import { localeOf } from '../domain/locale.ts';
import { translatorFor } from '../locales/translator.ts';
import type { MailKind } from './kinds.ts';

/** `greets`: whom the mail greets by name. `quotes`: whether it shows the words of the ticket. */
type Starter = Readonly<{ heading: MessageKey; what: MessageKey; greets: Placeholder | null; quotes: boolean }>;

const starters: Readonly<Record<MailKind, Starter>> = {
  'ticket.created.reporter': {
    heading: 'mail.starter.received_heading',
    what: 'mail.starter.received',
    greets: 'reporter_name',
    quotes: true,
  },
  'ticket.created.agents': {
    heading: 'mail.starter.new_heading',
    what: 'mail.starter.new',
    greets: null,
    quotes: true,
  },
  'ticket.assigned.agents': {
    heading: 'mail.assigned_agents.heading',
    what: 'mail.starter.assigned',
    greets: 'assignee_name',
    quotes: false,
  },
  'ticket.comment_added.reporter': {
    heading: 'mail.starter.reply_heading',
    what: 'mail.starter.reply',
    greets: 'reporter_name',
    quotes: true,
  },
  'ticket.comment_added.agents': {
    heading: 'mail.comment_agents.heading',
    what: 'mail.starter.new_message',
    greets: null,
    quotes: true,
  },
  'ticket.status_changed.reporter': {
    heading: 'mail.status_reporter.other_heading',
    what: 'mail.status_reporter.other',
    greets: 'reporter_name',
    quotes: true,
  },
  'ticket.resolved.reporter': {
    heading: 'mail.resolved_reporter.heading',
    what: 'mail.starter.resolved',
    greets: 'reporter_name',
    quotes: true,
  },
  'ticket.closed.reporter': {
    heading: 'mail.closed_reporter.heading',
    what: 'mail.closed_reporter.what',
    greets: 'reporter_name',
    quotes: false,
  },
};

/** What the texts name, as placeholders of a template. */
const names = { author: '{{reporter_name}}', reporter: '{{reporter_name}}', status: '{{ticket_status}}' };

/**
 * A template to start from for a tenant that has none of its own yet: the content of the built-in mail, in German for
 * German, else in English.
 */
export function starterTemplate(kind: MailKind, language: Language | ''): OwnTemplate {
  const { t } = translatorFor(localeOf(language));
  const { heading, what, greets, quotes } = starters[kind];
  const lines = [...(greets === null ? [] : [t('mail.greeting.name', { name: `{{${greets}}}` })]), t(what, names)];
  const html = [
    `<h1>${escapeHtml(t(heading, names))}</h1>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    '<p><strong>{{ticket_title}}</strong><br>{{ticket_number}} · {{ticket_status}}</p>',
    ...(quotes ? ['<blockquote>{{comment_body}}</blockquote>'] : []),
  ];
  const text = [
    t(heading, names),
    ...lines,
    '{{ticket_title}}\n{{ticket_number}} · {{ticket_status}}',
    ...(quotes ? ['{{comment_body}}'] : []),
  ];
  return { subject: '[{{ticket_number}}] {{ticket_title}}', html: html.join('\n'), text: text.join('\n\n') };
}
