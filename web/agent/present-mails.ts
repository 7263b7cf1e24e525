import type { AgentNotice } from '../../src/db/reading/agent-notices.ts';
import type { MailEvent, SkipReason } from '../../src/domain/notices.ts';

const eventLabels: Readonly<Record<MailEvent, string>> = {
  'ticket.created': 'New ticket',
  'ticket.assigned': 'Assigned',
  'ticket.comment_added': 'New message',
  'ticket.status_changed': 'Status changed',
  'ticket.resolved': 'Resolved: asks for confirmation',
  'ticket.closed': 'Closed',
};

const skipLabels: Readonly<Record<SkipReason, string>> = {
  told_already: 'the same person got another mail about it',
  own_action: 'nobody is mailed about what they did themselves',
  flag_off: 'mails are switched off for this tenant',
  not_licensed: 'the licence was not active',
  no_recipient: 'there was nobody to send it to',
  inactive_user: 'the person is no longer active',
  own_address: 'the address is the one that mails are sent from',
  too_many: 'too many mails about this ticket to one recipient in a short time',
  too_many_to_person: 'too many mails to this person within an hour',
  too_many_by_actor: 'too many mails within an hour because of one person or integration',
  too_many_of_tenant: 'too many mails of your organisation within an hour',
};

const stateLabels: Readonly<Record<AgentNotice['state'], string>> = {
  waiting: 'Waiting to be sent',
  retrying: 'Will be tried again',
  sent: 'Sent',
  failed: 'Failed',
  dropped: 'Dropped: the mails of this month are used up',
  skipped: 'Not sent',
};

/** The mails of a ticket: the outcome of each, and why (R20). */
export function presentMails(notices: readonly AgentNotice[]) {
  return notices.map((notice) => ({
    id: notice.id,
    event: eventLabels[notice.event],
    to: notice.to ?? (notice.audience === 'agents' ? 'the agents' : 'nobody'),
    state: notice.state,
    label:
      notice.skipReason === null
        ? stateLabels[notice.state]
        : `${stateLabels[notice.state]}: ${skipLabels[notice.skipReason]}`,
    at: notice.sentAt ?? notice.createdAt,
    tries: notice.attempts > 1 ? `${notice.attempts} tries` : null,
    nextTryAt: notice.state === 'retrying' ? notice.nextTryAt : null,
    answer: notice.state === 'sent' ? null : notice.lastAnswer,
    canBeSentAgain: notice.state === 'failed',
    again: notice.askedAgainAt === null ? null : { at: notice.askedAgainAt, by: notice.askedAgainBy },
  }));
}
