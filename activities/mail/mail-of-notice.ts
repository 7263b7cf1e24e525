import { type AnswerKey, answerToken } from '../../src/mail/answer-token.ts';
import type { MailRenderer } from '../../src/mail/render.ts';
import type { ClaimedNotice } from './claim-notices.ts';
import type { MailFacts } from './mail-facts.ts';
import type { OutgoingMail } from './transport.ts';

/** Where mails come from and lead to: the site's address without a slash at its end, and the domain of Message-IDs. */
export type MailAddresses = Readonly<{ publicUrl: string; messageIdDomain: string }>;

export type MailTools = Readonly<{ renderer: MailRenderer; addresses: MailAddresses; answerKey: AnswerKey }>;

/** A mail ready to be sent; `fault` tells why the tenant's own template could not be used for it, if it could not. */
export type MailOfNotice = Readonly<{ mail: OutgoingMail; fault: string | null }>;

/**
 * The mail that a notice becomes, or null when there is nobody to send it to. `hasPage`: whether its recipient has a page
 * of the ticket to open. A mail about a resolution has answer buttons all the same: their page is part of mailing (R12).
 */
export async function mailOf(
  { renderer, addresses, answerKey }: MailTools,
  of: { tenantId: string; ticketId: string },
  notice: ClaimedNotice,
  facts: MailFacts,
  hasPage: boolean,
): Promise<MailOfNotice | null> {
  const recipient = facts.people.get(notice.recipient_id ?? '');
  const address = notice.recipient_address ?? recipient?.email;
  if (address === undefined) return null;
  const page = notice.audience === 'reporter' ? 'desk' : 'tickets';
  const { ticket } = facts;
  const rendered = await renderer.renderMail(
    {
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
      repliesAreRead: facts.sender.replyTo !== null,
      answers:
        notice.event === 'ticket.resolved'
          ? answersTo(addresses, answerKey, { ...of, sequence: notice.event_sequence })
          : null,
    },
    facts.own.get(notice.id)?.own,
  );
  const { subject, html, text, fault } = rendered;
  return {
    fault,
    mail: {
      to: { name: recipient?.name ?? '', address },
      ...facts.sender,
      subject,
      html,
      text,
      messageId: `<${notice.message_id}@${addresses.messageIdDomain}>`,
      // Every mail of a ticket refers to the same root, so a mail program shows them as one thread.
      references: [`<${of.ticketId}@${addresses.messageIdDomain}>`],
    },
  };
}

function answersTo(addresses: MailAddresses, key: AnswerKey, of: Parameters<typeof answerToken>[1]) {
  const page = `${addresses.publicUrl}/answer/${answerToken(key, of)}`;
  return { solved: `${page}/solved`, stillBroken: `${page}/still-broken` };
}
