import type { MailFacts } from './facts.ts';
import type { MailKind } from './kinds.ts';

const usual: MailFacts = {
  event: 'ticket.created',
  audience: 'reporter',
  tenantName: 'Nordlicht Logistik',
  ticketNumber: 'TKT-000042',
  ticketTitle: 'Printer on fire',
  ticketType: 'incident',
  status: 'open',
  reporterName: 'Rita Reuter',
  reporterKey: null,
  assigneeName: null,
  recipientName: 'Rita Reuter',
  body: 'There is smoke on the third floor.\n\nI have pulled the plug:\n  - printer 3F-07\n  - and the coffee machine',
  bodyKind: 'description',
  link: 'https://itsm.example/desk/TKT-000042',
  repliesAreRead: false,
  answers: null,
};

const toAgent = { link: 'https://itsm.example/tickets/TKT-000042', recipientName: 'Anna Arendt' } as const;

const samples: Readonly<Record<MailKind, MailFacts>> = {
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
    body: 'Is the smoke gone now?\nWe are on our way.',
    bodyKind: 'reply',
  },
  'ticket.comment_added.agents': {
    ...usual,
    ...toAgent,
    event: 'ticket.comment_added',
    audience: 'agents',
    status: 'in_progress',
    assigneeName: 'Anna Arendt',
    body: 'Yes, it is gone. Thank you!',
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
    body: 'We have put in a new fuser.\nPlease print a page to try.',
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

/** Typical content of a mail of the kind, for previews and test mails. No such ticket exists. */
export function sampleFacts(kind: MailKind): MailFacts {
  return samples[kind];
}
