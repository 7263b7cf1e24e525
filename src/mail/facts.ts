import type { MailEvent, TextRole } from '../domain/notices.ts';
import type { Status } from '../domain/status.ts';
import type { TicketType } from '../domain/ticket.ts';
import type { Locale } from '../domain/locale.ts';

export type MailAudience = 'reporter' | 'agents';

/** What a mail is written for: its reader's language, and the time zone of its dates (IANA name). */
export type MailReader = Readonly<{ locale: Locale; timeZone: string }>;

/**
 * All that a mail says, and to whom. `recipientName` is null for the queue address; `assigneeName` is null if nobody is assigned.
 * `body` is the text as it was written, of `bodyKind`; both are null if the event has none. `link` is the ticket page
 * of this recipient (absolute URL), or null if they have no page to open (R12).
 */
export type MailFacts = MailReader & TicketMailContent;

type TicketMailContent = Readonly<{
  event: MailEvent;
  audience: MailAudience;
  tenantName: string;
  ticketNumber: string;
  ticketTitle: string;
  ticketType: TicketType;
  status: Status;
  reporterName: string;
  /** The name of the key through which the reporter did what the mail is about; null if there was none. */
  reporterKey: string | null;
  assigneeName: string | null;
  recipientName: string | null;
  body: string | null;
  bodyKind: TextRole | null;
  link: string | null;
  /** Whether replies by mail reach somebody: the tenant has set an address for them. */
  repliesAreRead: boolean;
  /** The targets of the two answer buttons of `ticket.resolved` (absolute URLs); null if no answer is asked for. */
  answers: Readonly<{ solved: string; stillBroken: string }> | null;
}>;

/** A mail ready to be sent: `subject` is one line, `html` a whole document with its styles inlined. */
export type RenderedMail = Readonly<{ subject: string; html: string; text: string }>;
