import type { MailFacts } from '../../src/mail/facts.ts';
import type { MailKind } from '../../src/mail/kinds.ts';

const usual: MailFacts = {
  event: 'ticket.created',
  audience: 'reporter',
  tenantName: 'Nordlicht Logistik',
  ticketNumber: 'TKT-000042',
  ticketTitle: 'Printer on fire',
  ticketType: 'incident',
  status: 'open',
  reporterName: 'Rita Reuter',
  assigneeName: null,
  recipientName: 'Rita Reuter',
  body: 'There is smoke on the third floor.\n\nI have pulled the plug:\n  - printer 3F-07\n  - and the coffee machine',
  bodyKind: 'description',
  link: 'https://itsm.example/desk/TKT-000042',
  answers: null,
};

const toAgent = { link: 'https://itsm.example/tickets/TKT-000042', recipientName: 'Anna Arendt' } as const;

/** One mail of every kind as it usually is. */
export const samples: Readonly<Record<MailKind, MailFacts>> = {
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

/** The usual mail about a new ticket to its reporter, with what matters to a test changed. */
export function someFacts(overrides: Partial<MailFacts> = {}): MailFacts {
  return { ...usual, ...overrides };
}
