import type { LinkMail } from '../../../src/db/reading/settings-user.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import { type Message, message } from '../../../src/locales/message.ts';

const kindLabels: Readonly<Record<LinkMail['kind'], MessageKey>> = {
  invitation: 'settings.users.mail.invitation',
  password_reset: 'settings.users.mail.password_reset',
  email_confirmation: 'settings.users.mail.email_confirmation',
};

/** The mails with one-time links: the state of each, and what the link in the newest still opens. */
export function presentLinkMails(mails: readonly LinkMail[], now: Date) {
  return mails.map((mail, index) => ({
    what: kindLabels[mail.kind],
    state: mail.state,
    label: stateLabel(mail),
    at: mail.sentAt ?? mail.createdAt,
    nextTryAt: mail.state === 'retrying' ? mail.nextTryAt : null,
    answer: mail.state === 'sent' ? null : mail.lastAnswer,
    link: index === 0 ? linkOf(mail, now) : null,
  }));
}

function stateLabel({ state, attempts }: LinkMail): Message {
  return message('settings.users.mail.state', { state, tries: attempts });
}

/** Whether the link still works; `at` is when it ends, or ended. */
function linkOf({ expiresAt, spentAt }: LinkMail, now: Date): { label: MessageKey; at: Date | null } | null {
  if (expiresAt === null) return null;
  if (spentAt !== null) return { label: 'settings.users.mail.link_gone', at: null };
  const label = expiresAt > now ? 'settings.users.mail.link_works' : 'settings.users.mail.link_ended';
  return { label, at: expiresAt };
}
