import type { Status } from '../domain/status.ts';
import type { TicketType } from '../domain/ticket.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import type { MailAudience } from './facts.ts';

/** A ticket's type in the words of its reader: reporters and agents each read in mails what their pages say. */
export const typeWords: Readonly<Record<MailAudience, Readonly<Record<TicketType, MessageKey>>>> = {
  reporter: { incident: 'mail.type.reporter.incident', service_request: 'mail.type.reporter.service_request' },
  agents: { incident: 'mail.type.agents.incident', service_request: 'mail.type.agents.service_request' },
};

/** A ticket's status in the words of its reader. */
export const statusWords: Readonly<Record<MailAudience, Readonly<Record<Status, MessageKey>>>> = {
  reporter: {
    open: 'mail.status.reporter.open',
    in_progress: 'mail.status.reporter.in_progress',
    resolved: 'mail.status.reporter.resolved',
    closed: 'mail.status.reporter.closed',
    cancelled: 'mail.status.reporter.cancelled',
  },
  agents: {
    open: 'mail.status.agents.open',
    in_progress: 'mail.status.agents.in_progress',
    resolved: 'mail.status.agents.resolved',
    closed: 'mail.status.agents.closed',
    cancelled: 'mail.status.agents.cancelled',
  },
};
