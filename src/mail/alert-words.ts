import type { AlertKind } from '../domain/alert.ts';
import type { ServiceMailContent } from '../host/service-mail/service-mail.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import { type Message, message } from '../locales/message.ts';

export type AlertFact = Extract<ServiceMailContent, { kind: 'alert' }>['fact'];

/** What a mail about an alert says: the finding ("12 agents, the licence allows 10"), its heading, and what follows. */
type AboutAlert = Readonly<{ finding: Message; heading: MessageKey; whatFollows: MessageKey }>;

const quota = { heading: 'mail.alert.quota_heading', whatFollows: 'mail.alert.quota_follows' } as const;

const words: Readonly<Record<AlertKind, Omit<AboutAlert, 'finding'> & Readonly<{ finding: MessageKey }>>> = {
  agents_over_quota: { ...quota, finding: 'mail.alert.agents_over_quota' },
  emails_over_quota: { ...quota, finding: 'mail.alert.emails_over_quota' },
  emails_used_up: { ...quota, finding: 'mail.alert.emails_used_up' },
  mail_count_drift: {
    finding: 'mail.alert.mail_count_drift',
    heading: 'mail.alert.drift_heading',
    whatFollows: 'mail.alert.drift_follows',
  },
  mail_flood: {
    finding: 'mail.alert.mail_flood',
    heading: 'mail.alert.flood_heading',
    whatFollows: 'mail.alert.flood_follows',
  },
  ticket_healed: {
    finding: 'mail.alert.ticket_healed',
    heading: 'mail.alert.healed_heading',
    whatFollows: 'mail.alert.healed_follows',
  },
  tickets_failing: {
    finding: 'mail.alert.tickets_failing',
    heading: 'mail.alert.failing_heading',
    whatFollows: 'mail.alert.failing_follows',
  },
};

/** The words about an alert. Its period is a month for some kinds, and something else, or nothing, for the others. */
export function aboutAlert({ about, limit, used, period }: AlertFact): AboutAlert {
  const { finding, ...rest } = words[about];
  return { finding: message(finding, { limit, used, period, month: monthOf(period) }), ...rest };
}

/** The middle of the month `2026-11`, so that it is the same month in every time zone; null for any other period. */
function monthOf(period: string): Date | null {
  return /^\d{4}-\d{2}$/.test(period) ? new Date(`${period}-15T12:00:00Z`) : null;
}
