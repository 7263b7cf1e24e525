import type { TenantEm } from '../db/in-tenant.ts';
import type { Language } from '../domain/languages.ts';
import { localeOf } from '../domain/locale.ts';
import type { MailReader } from '../mail/facts.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/** The name that a tenant's mails are sent under, and where replies go (Settings → ITSM); null for the platform's. */
export type MailSender = Readonly<{ senderName: string | null; replyTo: string | null }>;

/** A language and a time zone, as far as they were chosen. */
export type Chosen = Readonly<{ language: Language | null; timeZone: string | null }>;

/** What the tenant has set about its mails; its language and time zone are those of whoever chose none. */
export type MailSettings = Readonly<{ sender: MailSender; chosen: Chosen }>;

/** What the tenant has set. */
export async function mailSettings(em: TenantEm, tenantId: string): Promise<MailSettings> {
  const settings = await em.findOne(ItsmSettingsEntity, { tenantId });
  return {
    sender: { senderName: settings?.senderName ?? null, replyTo: settings?.replyTo ?? null },
    chosen: { language: settings?.language ?? null, timeZone: settings?.timeZone ?? null },
  };
}

/**
 * What a mail is written for (R41): its recipient's language, else the tenant's, else English, the first that we speak;
 * the time zone likewise. Without a recipient, as at a queue address, the tenant's.
 */
export function mailReader(recipient: Chosen | null | undefined, { chosen }: MailSettings): MailReader {
  return {
    locale: localeOf(recipient?.language, chosen.language),
    timeZone: recipient?.timeZone ?? chosen.timeZone ?? 'UTC',
  };
}
