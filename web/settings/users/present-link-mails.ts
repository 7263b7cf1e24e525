import type { LinkMail } from '../../../src/db/reading/settings-user.ts';

const kindLabels: Readonly<Record<LinkMail['kind'], string>> = {
  invitation: 'Invitation',
  password_reset: 'Link for a new password',
  email_confirmation: 'Confirmation of a new address',
};

const stateLabels: Readonly<Record<LinkMail['state'], string>> = {
  waiting: 'Waiting to be sent',
  retrying: 'Will be tried again',
  sent: 'Sent',
  failed: 'Failed',
};

/** The mails with one-time links: the state of each, and what the link in the newest still opens. */
export function presentLinkMails(mails: readonly LinkMail[], now: Date) {
  return mails.map((mail, index) => ({
    what: kindLabels[mail.kind],
    state: mail.state,
    label: stateLabels[mail.state],
    at: mail.sentAt ?? mail.createdAt,
    tries: mail.attempts > 1 ? `${mail.attempts} tries` : null,
    nextTryAt: mail.state === 'retrying' ? mail.nextTryAt : null,
    answer: mail.state === 'sent' ? null : mail.lastAnswer,
    link: index === 0 ? linkOf(mail, now) : null,
  }));
}

/** Whether the link still works; `at` is when it ends, or ended. */
function linkOf({ expiresAt, spentAt }: LinkMail, now: Date): { label: string; at: Date | null } | null {
  if (expiresAt === null) return null;
  if (spentAt !== null) return { label: 'The link has been used or has ended.', at: null };
  return expiresAt > now
    ? { label: 'The link works once and ends', at: expiresAt }
    : { label: 'The link ended', at: expiresAt };
}
