import type { MailEvent, TextRole } from '../domain/notices.ts';
import type { Status } from '../domain/status.ts';
import type { TicketType } from '../domain/ticket.ts';

export type MailAudience = 'reporter' | 'agents';

/**
 * All that a mail tells. `recipientName` is null for the queue address; `assigneeName` is null where nobody is assigned.
 * `body` holds the words as they were written, of `bodyKind`; both are null where the event has none.
 * `link` is the ticket page of this recipient (absolute URL), or null where they have no page to open (R12).
 */
export type MailFacts = Readonly<{
  event: MailEvent;
  audience: MailAudience;
  tenantName: string;
  ticketNumber: string;
  ticketTitle: string;
  ticketType: TicketType;
  status: Status;
  reporterName: string;
  /** What the key is called by which the reporter has done what the mail tells of; null where it was no key. */
  reporterKey: string | null;
  assigneeName: string | null;
  recipientName: string | null;
  body: string | null;
  bodyKind: TextRole | null;
  link: string | null;
  /** Whether answers by mail reach somebody: the tenant has set an address for them. */
  repliesAreRead: boolean;
  /** Where the two answer buttons of `ticket.resolved` lead (absolute URLs); null where no answer is asked for. */
  answers: Readonly<{ solved: string; stillBroken: string }> | null;
}>;

/** A mail ready to be sent: `subject` is one line, `html` a whole document with its styles inlined. */
export type RenderedMail = Readonly<{ subject: string; html: string; text: string }>;
