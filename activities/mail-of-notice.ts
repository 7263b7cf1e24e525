import type { MailRenderer } from '../src/mail/render.ts';
import type { ClaimedNotice } from './claim-notices.ts';
import type { OutgoingMail } from './transport.ts';

/** Where mails come from and lead to: the site's address without a slash at its end, and the domain of Message-IDs. */
export type MailAddresses = Readonly<{ publicUrl: string; messageIdDomain: string }>;

/** The mail that a notice becomes, or null when there is nobody to send it to. A link only where its page exists. */
export function mailOf(
  notice: ClaimedNotice,
  renderer: MailRenderer,
  addresses: MailAddresses,
  hasPage: boolean,
): OutgoingMail | null {
  const address = notice.recipient_address ?? notice.recipient_email;
  if (address === null) return null;
  const page = notice.audience === 'reporter' ? 'desk' : 'tickets';
  const { subject, html, text } = renderer.renderMail({
    event: notice.event,
    audience: notice.audience,
    tenantName: notice.tenant_name,
    ticketNumber: notice.number,
    ticketTitle: notice.title,
    ticketType: notice.type,
    status: notice.status,
    reporterName: notice.reporter_name,
    assigneeName: notice.assignee_name,
    recipientName: notice.recipient_name,
    body: notice.body,
    bodyKind: bodyKind(notice),
    link: hasPage ? `${addresses.publicUrl}/${page}/${notice.number}` : null,
  });
  const ticketId = notice.message_id.slice(0, notice.message_id.indexOf('.'));
  return {
    to: { name: notice.recipient_name ?? '', address },
    subject,
    html,
    text,
    messageId: `<${notice.message_id}@${addresses.messageIdDomain}>`,
    // Every mail of a ticket refers to the same root, so a mail program shows them as one thread.
    references: [`<${ticketId}@${addresses.messageIdDomain}>`],
  };
}

function bodyKind(notice: ClaimedNotice): 'description' | 'reply' | 'solution' | 'reason' | null {
  if (notice.body_kind === null) return null;
  if (notice.body_is_solution) return 'solution';
  if (notice.body_kind === 'comment') return 'reply';
  return notice.body_kind === 'reason' ? 'reason' : 'description';
}
