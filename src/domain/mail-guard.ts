import { loopGuard, type SkipReason } from './notices.ts';

/** Mails sent within the last hour that a further one would join. */
export type MailsLately = Readonly<{
  /** About the same ticket, to the same recipient. */
  aboutTicket: number;
  /** To the same person, whatever they are about; 0 for the queue address, which is meant to get many. */
  toPerson: number;
  /** Brought about by the same person or integration; null for what nobody did, such as a timer. */
  byActor: number | null;
  /** Of the tenant. */
  ofTenant: number;
}>;

/** More mails than are usual: by one person or integration, or of the whole tenant. `used` within an hour, `limit` where it ends. */
export type MailFlood = Readonly<{ by: 'actor' | 'tenant'; used: number; limit: number }>;

/** What becomes of a mail, and whether the platform team is to be alerted, which comes well before a mail is skipped. */
export type MailVerdict = Readonly<{ skip: SkipReason | null; alert: MailFlood | null }>;

/** No more than this to one person within an hour: nobody reads them. */
export const mostToOnePerson = 100;

/**
 * Judges a mail by what was sent before it, so that neither a loop nor one script can use up a month's quota (R13) before
 * anybody looks: one person or integration has a twentieth of it an hour (30 at least), a tenant a
 * quarter (100 at least). From half of that on there is an alert.
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

/** How many mails an hour may bring, by one person or integration and in all, where so many are in a month's quota. */
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
