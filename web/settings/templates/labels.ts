import { languageCodes, languages, type Language } from '../../../src/domain/languages.ts';
import type { MailKind } from '../../../src/mail/kinds.ts';

/** What each mail is called, and who gets it when (R16). */
export const mailLabels: Readonly<Record<MailKind, Readonly<{ name: string; when: string }>>> = {
  'ticket.created.reporter': { name: 'New ticket, to the reporter', when: 'The receipt for whoever filed a ticket.' },
  'ticket.created.agents': { name: 'New ticket, to the agents', when: 'To the queue address, or to each agent.' },
  'ticket.assigned.agents': { name: 'Assigned, to the agent', when: 'When a ticket is given to somebody.' },
  'ticket.comment_added.reporter': { name: 'New message, to the reporter', when: 'When an agent replies.' },
  'ticket.comment_added.agents': { name: 'New message, to the agents', when: 'When the reporter writes.' },
  'ticket.status_changed.reporter': {
    name: 'Status changed, to the reporter',
    when: 'When work begins, begins again, or the ticket is cancelled.',
  },
  'ticket.resolved.reporter': {
    name: 'Resolved, to the reporter',
    when: 'Asks whether it is solved. The two answer buttons are always added.',
  },
  'ticket.closed.reporter': { name: 'Closed, to the reporter', when: 'When a ticket is closed.' },
};

/** The name of a language; '' is any. */
export function languageLabel(language: Language | ''): string {
  return language === '' ? 'Any language' : languages[language];
}

/** The languages that a template can have. */
export const languageOptions = (['', ...languageCodes] as const).map((value) => ({
  value,
  label: languageLabel(value),
}));
