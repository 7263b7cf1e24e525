import { hasFlag } from '../../src/domain/licence.ts';
import { mailLevel } from '../../src/domain/mail-quota.ts';
import type { Principal } from '../http/context.ts';
import type { QuotaBanner } from './frame.ts';
import { formatCount } from './count.ts';

/**
 * The banner about the mail quota, for agents and administrators: nothing below 80 %; then how many mails are left and
 * until when, and that tickets work as usual (R19). Null for everybody else, and while mails are switched off.
 */
export function mailQuotaBanner(principal: Principal | null, now: Date): QuotaBanner | null {
  if (principal === null || principal.mails === null) return null;
  const { permissions, licence, mails } = principal;
  const isAdministrator = permissions.includes('settings:manage');
  if (!isAdministrator && !permissions.includes('tickets:manage')) return null;
  if (!hasFlag(licence, 'email_notifications', now)) return null;
  const level = mailLevel(mails);
  if (level === 'fine') return null;
  const month = now.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const until = `until ${next.toLocaleString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })}, 00:00 UTC`;
  const more = isAdministrator ? ' Ask HGE Uslimato for more.' : '';
  const { used, limit } = mails;
  return level === 'near'
    ? {
        kind: 'info',
        text: `${formatCount(used)} of ${formatCount(limit)} mails of ${month} are used. Once all are, further mails are dropped ${until}. Tickets work as usual.${more}`,
      }
    : {
        kind: 'warning',
        text: `All ${formatCount(limit)} mails of ${month} are used: further mails are dropped ${until}, and are not sent later. Tickets work as usual.${more}`,
      };
}
