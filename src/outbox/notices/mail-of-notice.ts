import { type AnswerKey, answerToken } from '../../mail/answer-token.ts';
import type { MailFacts, RenderedMail } from '../../mail/facts.ts';
import { mailReader } from '../../settings/mail-settings.ts';
import type { MailAddresses } from '../addresses.ts';
import type { OutgoingMail } from '../transport.ts';
import type { ClaimedNotice } from './claim.ts';
import type { NoticeFacts } from './notice-facts.ts';

/** A notice to be sent, and its address. `hasPage`: whether its recipient has a page of the ticket to open. */
export type Addressed = Readonly<{ notice: ClaimedNotice; address: string; hasPage: boolean }>;

/**
 * The facts for the mail of a notice. One about a resolution has answer buttons even if its recipient has no page: the
 * buttons' pages are part of mailing (R12).
 */
export function mailFactsOf(
  { addresses, answerKey }: Readonly<{ addresses: MailAddresses; answerKey: AnswerKey }>,
  { notice, hasPage }: Addressed,
  facts: NoticeFacts,
): MailFacts {
  const ticket = facts.tickets.get(notice.ticketId);
  if (ticket === undefined) throw new Error('A notice without its ticket');
  const page = notice.audience === 'reporter' ? 'desk' : 'tickets';
  const resolution = { tenantId: notice.tenantId, ticketId: notice.ticketId, sequence: notice.eventSequence };
  const recipient = facts.people.get(notice.recipientId ?? '');
  return {
    ...mailReader(recipient, facts.settings),
    event: notice.event,
    audience: notice.audience,
    tenantName: facts.tenantName,
    ticketNumber: ticket.number,
    ticketTitle: ticket.title,
    ticketType: ticket.type,
    status: notice.status,
    reporterName: ticket.reporter,
    reporterKey: facts.reportersKeys.get(notice.id) ?? null,
    assigneeName: facts.people.get(notice.assigneeId ?? '')?.name ?? null,
    recipientName: recipient?.name ?? null,
    body: facts.texts.get(notice.textId ?? '') ?? null,
    bodyKind: notice.textRole,
    link: hasPage ? `${addresses.publicUrl}/${page}/${ticket.number}` : null,
    repliesAreRead: facts.settings.sender.replyTo !== null,
    answers: notice.event === 'ticket.resolved' ? answersTo(addresses, answerKey, resolution) : null,
  };
}

/** The rendered mail in its envelope. */
export function mailOf(
  addresses: MailAddresses,
  { notice, address }: Addressed,
  facts: NoticeFacts,
  { subject, html, text }: RenderedMail,
): OutgoingMail {
  return {
    to: { name: facts.people.get(notice.recipientId ?? '')?.name ?? '', address },
    ...facts.settings.sender,
    subject,
    html,
    text,
    messageId: `<${notice.messageId}@${addresses.messageIdDomain}>`,
    // All mails of a ticket refer to the same root, so mail programs show them as one thread.
    references: [`<${notice.ticketId}@${addresses.messageIdDomain}>`],
  };
}

function answersTo(addresses: MailAddresses, key: AnswerKey, of: Parameters<typeof answerToken>[1]) {
  const page = `${addresses.publicUrl}/answer/${answerToken(key, of)}`;
  return { solved: `${page}/solved`, stillBroken: `${page}/still-broken` };
}
