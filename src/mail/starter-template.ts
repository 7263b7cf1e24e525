import type { OwnTemplate } from '../domain/own-template.ts';
import type { MailKind } from './kinds.ts';

type StarterText = Readonly<{ heading: string; lines: readonly string[]; quotes: boolean }>;

const texts: Readonly<Record<MailKind, StarterText>> = {
  'ticket.created.reporter': {
    heading: 'We have received your ticket',
    lines: [
      'Hello {{reporter_name}},',
      'thank you for telling us. We will look at it and mail you when something happens.',
    ],
    quotes: true,
  },
  'ticket.created.agents': {
    heading: 'New ticket',
    lines: ['{{reporter_name}} has filed a ticket. Nobody is working on it yet.'],
    quotes: true,
  },
  'ticket.assigned.agents': {
    heading: 'This ticket is now yours',
    lines: [
      'Hello {{assignee_name}},',
      'the ticket below was assigned to you. {{reporter_name}} is waiting for an answer.',
    ],
    quotes: false,
  },
  'ticket.comment_added.reporter': {
    heading: 'There is a new reply for you',
    lines: ['Hello {{reporter_name}},', 'the support team has written to you.'],
    quotes: true,
  },
  'ticket.comment_added.agents': {
    heading: '{{reporter_name}} has written',
    lines: ['There is a new message from the reporter.'],
    quotes: true,
  },
  'ticket.status_changed.reporter': {
    heading: 'Your ticket has a new status: {{ticket_status}}',
    lines: ['Hello {{reporter_name}},', 'the support team has changed the status of your ticket.'],
    quotes: true,
  },
  'ticket.resolved.reporter': {
    heading: 'Is it solved?',
    lines: [
      'Hello {{reporter_name}},',
      'we believe that your ticket is resolved. Please check, and tell us by one of the buttons.',
    ],
    quotes: true,
  },
  'ticket.closed.reporter': {
    heading: 'Your ticket is closed',
    lines: ['Hello {{reporter_name}},', 'your ticket is finished. Closing is final.'],
    quotes: false,
  },
};

/** A template to start from for a tenant that has none of its own yet: the content of the built-in mail. */
export function starterTemplate(kind: MailKind): OwnTemplate {
  const { heading, lines, quotes } = texts[kind];
  const html = [
    `<h1>${heading}</h1>`,
    ...lines.map((line) => `<p>${line}</p>`),
    '<p><strong>{{ticket_title}}</strong><br>{{ticket_number}} · {{ticket_status}}</p>',
    ...(quotes ? ['<blockquote>{{comment_body}}</blockquote>'] : []),
  ];
  const text = [
    heading,
    ...lines,
    '{{ticket_title}}\n{{ticket_number}} · {{ticket_status}}',
    ...(quotes ? ['{{comment_body}}'] : []),
  ];
  return { subject: '[{{ticket_number}}] {{ticket_title}}', html: html.join('\n'), text: text.join('\n\n') };
}
