import type { MailRenderer } from '../src/mail/render.ts';
import type { ClaimedNotice } from './claim-notices.ts';
import type { MailFacts } from './mail-facts.ts';
import type { OutgoingMail } from './transport.ts';

/** Where mails come from and lead to: the site's address without a slash at its end, and the domain of Message-IDs. */
export type MailAddresses = Readonly<{ publicUrl: string; messageIdDomain: string }>;

/** The mail that a notice becomes, or null when there is nobody to send it to. A link only where its page exists. */
export function mailOf(
  notice: ClaimedNotice,
  facts: MailFacts,
  renderer: MailRenderer,
  addresses: MailAddresses,
  hasPage: boolean,
): OutgoingMail | null {
  const recipient = facts.people.get(notice.recipient_id ?? '');
  const address = notice.recipient_address ?? recipient?.email;
  if (address === undefined) return null;
  const page = notice.audience === 'reporter' ? 'desk' : 'tickets';
  const { ticket } = facts;
  const { subject, html, text } = renderer.renderMail({
    event: notice.event,
    audience: notice.audience,
    tenantName: ticket.tenant_name,
    ticketNumber: ticket.number,
    ticketTitle: ticket.title,
    ticketType: ticket.type,
    status: notice.status,
    reporterName: ticket.reporter_name,
    assigneeName: facts.people.get(notice.assignee_id ?? '')?.name ?? null,
    recipientName: recipient?.name ?? null,
    body: facts.texts.get(notice.text_id ?? '') ?? null,
    bodyKind: notice.text_role,
    link: hasPage ? `${addresses.publicUrl}/${page}/${ticket.number}` : null,
    answers: null,
  });
  const ticketId = notice.message_id.slice(0, notice.message_id.indexOf('.'));
  return {
    to: { name: recipient?.name ?? '', address },
    senderName: null,
    replyTo: null,
    subject,
    html,
    text,
    messageId: `<${notice.message_id}@${addresses.messageIdDomain}>`,
    // Every mail of a ticket refers to the same root, so a mail program shows them as one thread.
    references: [`<${ticketId}@${addresses.messageIdDomain}>`],
  };
}
