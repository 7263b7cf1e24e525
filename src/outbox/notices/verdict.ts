import { isLicensed, mayHappen } from '../../domain/licence.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { guardMail, type MailFlood } from '../../domain/mail-guard.ts';
import type { SkipReason } from '../../domain/notices.ts';
import type { ClaimedNotice } from './claim.ts';
import type { Addressed } from './mail-of-notice.ts';
import type { NoticeFacts } from './notice-facts.ts';

/** Whether a notice is to be sent, and to which address, or why not; and whether there are more mails than usual. */
export type Verdict = (Addressed | Readonly<{ notice: ClaimedNotice; skip: SkipReason }>) &
  Readonly<{ flood?: MailFlood }>;

/**
 * Judges a notice by the current licence, flags and people, not by those at the time of its event. `sender` is our own
 * address, in its normal form.
 */
export function verdictOn(notice: ClaimedNotice, facts: NoticeFacts, sender: string, now: Date): Verdict {
  const skip = (reason: SkipReason): Verdict => ({ notice, skip: reason });
  const { licence } = facts;
  if (!isLicensed(licence, now)) return skip('not_licensed');
  if (!mayHappen(licence, 'mail', now)) return skip('flag_off');
  const recipient = facts.people.get(notice.recipientId ?? '');
  if (recipient?.active === false) return skip('inactive_user');
  const address = notice.recipientAddress ?? recipient?.email;
  if (address === undefined) return skip('no_recipient');
  if (isActors(address, notice, facts)) return skip('own_action');
  // A mail to ourselves would be answered by nobody, or by a machine that we would answer in turn.
  if (normalAddress(address) === sender) return skip('own_address');
  // Whatever is counted has been tried already, and may have arrived.
  const isNew = notice.countedMonth === null;
  const guard = isNew ? guardMail(facts.sentLately.before(notice), facts.maxEmailsMonth) : null;
  const flood = guard?.alert == null ? {} : { flood: guard.alert };
  if (guard?.skip != null) return { ...skip(guard.skip), ...flood };
  if (isNew) facts.sentLately.add(notice);
  const link = notice.audience === 'reporter' ? 'link_to_desk' : 'link_to_queue';
  return { notice, address, hasPage: mayHappen(licence, link, now), ...flood };
}

/**
 * Whether the queue's address is that of the person who did what the mail is about, as both are now: nobody is mailed
 * about what they did themselves (R16), under whichever name.
 */
function isActors(address: string, { recipientId, actorId }: ClaimedNotice, { people }: NoticeFacts): boolean {
  const own = people.get(actorId ?? '')?.email;
  return recipientId === null && own !== undefined && normalAddress(own) === normalAddress(address);
}
