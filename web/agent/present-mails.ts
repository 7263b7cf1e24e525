import type { AgentNotice } from '../../src/db/reading/agent-notices.ts';
import type { MailEvent } from '../../src/domain/notices.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';

const eventLabels: Readonly<Record<MailEvent, MessageKey>> = {
  'ticket.created': 'agent.mails.event.ticket_created',
  'ticket.assigned': 'agent.mails.event.ticket_assigned',
  'ticket.comment_added': 'agent.mails.event.ticket_comment_added',
  'ticket.status_changed': 'agent.mails.event.ticket_status_changed',
  'ticket.resolved': 'agent.mails.event.ticket_resolved',
  'ticket.closed': 'agent.mails.event.ticket_closed',
};

/** The mails of a ticket: the outcome of each, and why (R20). */
export function presentMails(notices: readonly AgentNotice[], { t }: Translator) {
  return notices.map((notice) => ({
    id: notice.id,
    event: t(eventLabels[notice.event]),
    to: notice.to ?? t(notice.audience === 'agents' ? 'agent.mails.agents' : 'agent.mails.nobody'),
    state: notice.state,
    label: t(
      notice.skipReason === null ? `agent.mails.state.${notice.state}` : `agent.mails.skipped.${notice.skipReason}`,
    ),
    at: notice.sentAt ?? notice.createdAt,
    tries: notice.attempts > 1 ? t('agent.mails.tries', { n: notice.attempts }) : null,
    nextTryAt: notice.state === 'retrying' ? notice.nextTryAt : null,
    answer: notice.state === 'sent' ? null : notice.lastAnswer,
    canBeSentAgain: notice.state === 'failed',
    again: notice.askedAgainAt === null ? null : { at: notice.askedAgainAt, by: notice.askedAgainBy },
  }));
}
