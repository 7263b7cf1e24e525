import { createTransport as createSmtpTransport } from 'nodemailer';
import { normalAddress } from '../domain/mail-address.ts';
import { mailboxOf, isMailAddress, type Mailbox } from '../mail/address.ts';
import { oneLine, shortLine } from '../mail/one-line.ts';
import { type Delivery, deliveryOfError, shortAnswer } from './delivery.ts';

export type { Delivery } from './delivery.ts';

/**
 * A mail to one recipient. `messageId` and `references` are of the form `<left@right>`; the last reference is the mail
 * that this one follows. `references` is empty for the first mail of a thread.
 */
export type OutgoingMail = Readonly<{
  to: Mailbox;
  /** The name it is sent under, in place of the sender's own; the address stays the same. */
  senderName: string | null;
  /** Where replies go, in place of the sender's address. */
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  messageId: string;
  references: readonly string[];
}>;

export type Transport = Readonly<{
  /** The address that mails are sent from, in lower case. */
  sender: string;
  /** Hands the mail to the server and returns the outcome. Never throws; takes at most 6 times `timeoutMs`. */
  send(mail: OutgoingMail): Promise<Delivery>;
  /** Closes idle connections at once; one that is delivering finishes first. Mails not begun are temporary failures. */
  close(): void;
}>;

const defaultTimeoutMs = 5_000;
const headerLimit = 250;
const nameLimit = 100;

/**
 * The pooled transport to the SMTP server of `smtpUrl`, with TLS as configured there (`smtps:`, or `?requireTLS=true`;
 * otherwise STARTTLS if the server offers it). `from` is `Name <name@host>` or an address; throws for anything else.
 * `timeoutMs` bounds connecting and the greeting; an answer may take 3 times as long (a server that scans a mail first
 * takes its time, and giving up then means a second copy), a whole delivery 6 times.
 */
export function createTransport(config: { smtpUrl: string; from: string; timeoutMs?: number }): Transport {
  const timeoutMs = config.timeoutMs ?? defaultTimeoutMs;
  const from = mailboxOf(config.from);
  const smtp = createSmtpTransport({
    pool: true,
    url: config.smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: 3 * timeoutMs,
    maxConnections: 10,
    // A pooled connection may have gone stale; further retries are later attempts, which the notice's row counts.
    maxRequeues: 2,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    sender: normalAddress(from.address),
    async send(mail) {
      if (!isMailAddress(mail.to.address)) return { kind: 'permanent', answer: 'The address is not a mail address.' };
      const deadline = AbortSignal.timeout(6 * timeoutMs);
      try {
        const { response } = await smtp.sendMail({ ...messageOf(mail, from), signal: deadline });
        return { kind: 'sent', answer: shortAnswer(response ?? '') };
      } catch (error) {
        return deliveryOfError(error);
      }
    },
    close() {
      smtp.close();
    },
  };
}

function messageOf(mail: OutgoingMail, from: Mailbox) {
  const follows = mail.references.at(-1);
  return {
    from: mail.senderName === null ? from : { ...from, name: shortLine(mail.senderName, nameLimit) },
    ...(mail.replyTo !== null && isMailAddress(mail.replyTo) ? { replyTo: mail.replyTo } : {}),
    to: { name: shortLine(mail.to.name, nameLimit), address: mail.to.address },
    subject: shortLine(mail.subject, headerLimit),
    text: mail.text.toWellFormed(),
    html: mail.html.toWellFormed(),
    messageId: oneLine(mail.messageId),
    ...(follows === undefined ? {} : { inReplyTo: oneLine(follows), references: mail.references.map(oneLine) }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    date: new Date(),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
