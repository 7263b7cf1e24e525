import { loopGuard, type SkipReason } from './notices.ts';

/** Mails sent within the last hour or on their way, before the one in question. */
export type MailsLately = Readonly<{
  /** About the same ticket, to the same recipient. */
  aboutTicket: number;
  /** To the same person, whatever they are about; 0 for the queue address, which is meant to receive many. */
  toPerson: number;
  /** Caused by the same person or integration; null if nobody caused the mail, for example a timer. */
  byActor: number | null;
  /** Of the whole tenant. */
  ofTenant: number;
}>;

/**
 * An unusual number of mails, by one person or integration or by the whole tenant: `used` within an hour, of `limit`.
 */
export type MailFlood = Readonly<{ by: 'actor' | 'tenant'; used: number; limit: number }>;

/** Whether a mail is skipped, and whether the platform team is alerted, which happens well before mails are skipped. */
export type MailVerdict = Readonly<{ skip: SkipReason | null; alert: MailFlood | null }>;

/** The most mails to one person within an hour: nobody reads more. */
export const mostToOnePerson = 100;

/**
 * Judges a mail by what was sent before it, so that neither a loop nor a script can use up a month's quota (R13) before
 * anybody notices. Within an hour, one person or integration may use a twentieth of the quota (at least 30 mails) and a
 * tenant a quarter (at least 100). From half of that on, an alert is raised.
 */
export function guardMail(lately: MailsLately, maxEmailsMonth: number): MailVerdict {
  const most = hourlyLimits(maxEmailsMonth);
  const floods: MailFlood[] = [
    ...(lately.byActor === null ? [] : [{ by: 'actor', used: lately.byActor + 1, limit: most.byActor } as const]),
    { by: 'tenant', used: lately.ofTenant + 1, limit: most.ofTenant },
  ];
  const alert = floods.find(({ used, limit }) => used * 2 >= limit) ?? null;
  return { skip: reasonToSkip(lately, most), alert };
}

/** How many mails are allowed within an hour, by one person or integration and in all, for a given monthly quota. */
export function hourlyLimits(maxEmailsMonth: number): Readonly<{ byActor: number; ofTenant: number }> {
  return {
    byActor: Math.max(30, Math.ceil(maxEmailsMonth / 20)),
    ofTenant: Math.max(100, Math.ceil(maxEmailsMonth / 4)),
  };
}

function reasonToSkip(
  { aboutTicket, toPerson, byActor, ofTenant }: MailsLately,
  most: ReturnType<typeof hourlyLimits>,
): SkipReason | null {
  if (aboutTicket >= loopGuard.mails) return 'too_many';
  if (toPerson >= mostToOnePerson) return 'too_many_to_person';
  if (byActor !== null && byActor >= most.byActor) return 'too_many_by_actor';
  return ofTenant >= most.ofTenant ? 'too_many_of_tenant' : null;
}
