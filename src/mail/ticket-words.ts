import type { MessageKey } from '../locales/catalogue.ts';
import type { MailFacts } from './facts.ts';

/** A ticket's type in its reader's words: a mail says what the reporter's desk or the agents' pages say. */
export function typeWord({ audience, ticketType }: Pick<MailFacts, 'audience' | 'ticketType'>): MessageKey {
  return audience === 'reporter' ? `desk.type.${ticketType}` : `ticket.type.${ticketType}`;
}

/** A ticket's status in its reader's words. */
export function statusWord({ audience, status }: Pick<MailFacts, 'audience' | 'status'>): MessageKey {
  return audience === 'reporter' ? `desk.status.${status}` : `ticket.status.${status}`;
}
