import type { MessageKey } from '../locales/catalogue.ts';
import type { Locale } from '../domain/locale.ts';
import { translatorFor } from '../locales/translator.ts';
import type { MailFacts } from './facts.ts';
import type { MailKind } from './kinds.ts';

/** The facts of a sample but for its reader; what people have written is a text of the catalogue. */
type Sample = Omit<MailFacts, 'locale' | 'timeZone' | 'ticketTitle' | 'body'> & Readonly<{ body: MessageKey | null }>;

const usual: Sample = {
  event: 'ticket.created',
  audience: 'reporter',
  tenantName: 'Nordlicht Logistik',
  ticketNumber: 'TKT-000042',
  ticketType: 'incident',
  status: 'open',
  reporterName: 'Rita Reuter',
  reporterKey: null,
  assigneeName: null,
  recipientName: 'Rita Reuter',
  body: 'mail.sample.description',
  bodyKind: 'description',
  link: 'https://itsm.example/desk/TKT-000042',
  repliesAreRead: false,
  answers: null,
};

const toAgent = { link: 'https://itsm.example/tickets/TKT-000042', recipientName: 'Anna Arendt' } as const;

const samples: Readonly<Record<MailKind, Sample>> = {
  'ticket.created.reporter': usual,
  'ticket.created.agents': { ...usual, ...toAgent, audience: 'agents', recipientName: null },
  'ticket.assigned.agents': {
    ...usual,
    ...toAgent,
    event: 'ticket.assigned',
    audience: 'agents',
    status: 'in_progress',
    assigneeName: 'Anna Arendt',
    body: null,
    bodyKind: null,
  },
  'ticket.comment_added.reporter': {
    ...usual,
    event: 'ticket.comment_added',
    status: 'in_progress',
    assigneeName: 'Anna Arendt',
    body: 'mail.sample.question',
    bodyKind: 'question',
  },
  'ticket.comment_added.agents': {
    ...usual,
    ...toAgent,
    event: 'ticket.comment_added',
    audience: 'agents',
    status: 'in_progress',
    assigneeName: 'Anna Arendt',
    body: 'mail.sample.answer',
    bodyKind: 'reply',
  },
  'ticket.status_changed.reporter': {
    ...usual,
    event: 'ticket.status_changed',
    status: 'in_progress',
    assigneeName: 'Anna Arendt',
    body: null,
    bodyKind: null,
  },
  'ticket.resolved.reporter': {
    ...usual,
    event: 'ticket.resolved',
    status: 'resolved',
    assigneeName: 'Anna Arendt',
    body: 'mail.sample.solution',
    bodyKind: 'solution',
    answers: {
      solved: 'https://itsm.example/answer/sample/solved',
      stillBroken: 'https://itsm.example/answer/sample/still-broken',
    },
  },
  'ticket.closed.reporter': {
    ...usual,
    event: 'ticket.closed',
    status: 'closed',
    assigneeName: 'Anna Arendt',
    body: null,
    bodyKind: null,
  },
};

/** Typical content of a mail of the kind in a language, for previews and test mails. No such ticket exists. */
export function sampleFacts(kind: MailKind, locale: Locale): MailFacts {
  const { t, timeZone } = translatorFor(locale);
  const { body, ...sample } = samples[kind];
  return { ...sample, locale, timeZone, ticketTitle: t('mail.sample.title'), body: body === null ? null : t(body) };
}
