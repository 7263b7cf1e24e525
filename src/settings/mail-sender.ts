import type { TenantEm } from '../db/in-tenant.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/** The name that a tenant's mails are sent under, and where replies go (Settings → ITSM); null for the platform's. */
export type MailSender = Readonly<{ senderName: string | null; replyTo: string | null }>;

/** What the tenant has set. */
export async function mailSender(em: TenantEm, tenantId: string): Promise<MailSender> {
  const settings = await em.findOne(ItsmSettingsEntity, { tenantId });
  return { senderName: settings?.senderName ?? null, replyTo: settings?.replyTo ?? null };
}
