import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';
import type { OwnTemplate } from '../../domain/own-template.ts';
import { lockTenant } from '../../host/tenants/lock-tenant.ts';
import { logSetting } from '../../host/tenants/settings-log.ts';
import { MailTemplateEntity, type TemplateKey } from './mail-template.ts';

/** `seenVersion`: the version that the administrator was shown, 0 for none. */
export type TemplateChange = Readonly<{
  key: TemplateKey;
  seenVersion: number;
  by: string;
  now: Date;
}>;

/**
 * Saves a checked template as a new version of the tenant's own mail; null returns to the built-in one. If nothing
 * differs, nothing is saved, so sending the same form again is safe.
 * @throws Refused `changed_meanwhile` if somebody else has saved since the version that was seen
 */
export async function saveTemplate(
  em: TenantEm,
  tenantId: string,
  own: OwnTemplate | null,
  { key, seenVersion, by, now }: TemplateChange,
): Promise<void> {
  await lockTenant(em, tenantId);
  const [latest] = await em.find(MailTemplateEntity, { tenantId, ...key }, { orderBy: { version: 'desc' }, limit: 1 });
  const before: OwnTemplate | null =
    latest?.html == null ? null : { subject: latest.subject ?? '', html: latest.html, text: latest.text ?? '' };
  if (isSame(before, own)) return;
  const version = latest?.version ?? 0;
  if (version !== seenVersion) {
    throw new Refused({ code: 'changed_meanwhile', key: 'refusal.template.changed', details: { version } });
  }
  const { subject, html, text } = own ?? { subject: null, html: null, text: null };
  const saved = { savedAt: now, savedBy: by, brokenAt: null, brokenWhy: null };
  await em.insert(MailTemplateEntity, { tenantId, ...key, version: version + 1, subject, html, text, ...saved });
  await logSetting(em, tenantId, {
    kind: own === null ? 'template_removed' : 'template_saved',
    byId: by,
    // The log's page puts it into the reader's language.
    subject: `${key.event}.${key.audience} ${key.language}`.trim(),
    before: before?.subject ?? null,
    after: own?.subject ?? null,
  });
}

function isSame(a: OwnTemplate | null, b: OwnTemplate | null): boolean {
  return a?.subject === b?.subject && a?.html === b?.html && a?.text === b?.text;
}
