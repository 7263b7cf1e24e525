import type { TenantEm } from '../db/in-tenant.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/** In whose name a tenant's mails are sent and where answers to them go (Settings → ITSM); null is what the platform sets. */
export type MailSender = Readonly<{ senderName: string | null; replyTo: string | null }>;

/** What the tenant has set. */
export async function mailSender(em: TenantEm, tenantId: string): Promise<MailSender> {
  const settings = await em.findOne(ItsmSettingsEntity, { tenantId });
  return { senderName: settings?.senderName ?? null, replyTo: settings?.replyTo ?? null };
}
