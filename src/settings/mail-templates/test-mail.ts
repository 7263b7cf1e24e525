import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';
import type { OwnTemplate } from '../../domain/own-template.ts';
import { mailUse, reserveMails } from '../../host/licence/mail-quota.ts';
import { readLicence } from '../../host/licence/read-licence.ts';
import { queueServiceMail } from '../../host/service-mail/queue-service-mail.ts';
import { ServiceMailEntity } from '../../host/service-mail/service-mail.ts';
import type { TemplateKey } from './mail-template.ts';

/** `id` is that of the form: sent twice, it is one mail. `to` is the administrator who requests it. */
export type TestMail = Readonly<{
  id: string;
  about: TemplateKey;
  own: OwnTemplate;
  to: Readonly<{ userId: string; name: string; address: string }>;
  now: Date;
}>;

/**
 * Sends a checked template as a mail to the person who has typed it. It counts like any mail, and at once: the
 * requester learns right away that there is no room left, instead of later (R14, R19).
 * @throws Refused `quota_exceeded`
 */
export async function sendTestMail(em: TenantEm, tenantId: string, mail: TestMail): Promise<void> {
  const { id, about, own, to, now } = mail;
  if ((await em.count(ServiceMailEntity, { tenantId, id })) > 0) return;
  const limit = (await readLicence(em, tenantId))?.maxEmailsMonth ?? 0;
  const { month: countedMonth, granted } = await reserveMails(em, tenantId, { wanted: 1, limit, at: now });
  if (granted === 0) {
    const { used } = await mailUse(em, tenantId, now);
    throw new Refused({
      code: 'quota_exceeded',
      key: 'refusal.quota.mails',
      values: { used, limit },
      details: { quota: 'max_emails_month', limit, use: used },
    });
  }
  const fact = { ...about, own };
  await queueServiceMail(em, tenantId, { kind: 'template_test', to, aboutId: to.userId, fact, now, id, countedMonth });
}
