import { hasFlag } from '../../src/domain/licence.ts';
import { mailLevel } from '../../src/domain/mail-quota.ts';
import { type Translator, translatorFor } from '../../src/locales/translator.ts';
import type { Principal } from '../http/context.ts';
import type { QuotaBanner } from './frame.ts';

/**
 * The banner about the mail quota, for agents and administrators: nothing below 80 %; then how many mails are left and
 * until when, and that tickets work as usual (R19). Null for everybody else, and while mails are switched off.
 */
export function mailQuotaBanner({ locale }: Translator, principal: Principal | null, now: Date): QuotaBanner | null {
  if (principal === null || principal.mails === null) return null;
  const { permissions, licence, mails } = principal;
  const isAdministrator = permissions.includes('settings:manage');
  if (!isAdministrator && !permissions.includes('tickets:manage')) return null;
  if (!hasFlag(licence, 'email_notifications', now)) return null;
  const level = mailLevel(mails);
  if (level === 'fine') return null;
  // The quota's months are those of UTC.
  const utc = translatorFor(locale);
  const { used, limit } = mails;
  const values = {
    used,
    limit,
    month: utc.date(now, 'month'),
    until: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
  };
  const key = `page.mail_quota.${level}${isAdministrator ? '_administrator' : ''}` as const;
  return { kind: level === 'near' ? 'info' : 'warning', text: utc.t(key, values) };
}
