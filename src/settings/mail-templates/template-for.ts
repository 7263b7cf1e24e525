import type { TenantEm } from '../../db/in-tenant.ts';
import type { Language } from '../../domain/languages.ts';
import type { OwnTemplate } from '../../domain/own-template.ts';
import type { RefusalText } from '../../domain/refusal.ts';
import { MailTemplateEntity, type TemplateKey } from './mail-template.ts';

/** A tenant's own template for a mail, and which one it is. */
export type FoundTemplate = Readonly<{ own: OwnTemplate; key: TemplateKey; version: number }>;

/**
 * The tenant's own template for a mail (R17): the one in that language, or else the one for any language;
 * null if the built-in mail is sent.
 */
export async function templateFor(em: TenantEm, tenantId: string, wanted: TemplateKey): Promise<FoundTemplate | null> {
  const { event, audience, language } = wanted;
  const rows = await em.execute<(OwnTemplate & { language: Language | ''; version: number })[]>(
    `select * from (
       select distinct on (t.language) t.language, t.version, t.subject, t.html, t.text from mail_template t
       where t.tenant_id = ? and t.event = ? and t.audience = ? and t.language in ('', ?)
       order by t.language, t.version desc
     ) latest where latest.html is not null order by latest.language desc limit 1`,
    [tenantId, event, audience, language],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const { subject, html, text, version } = found;
  return { own: { subject, html, text }, key: { event, audience, language: found.language }, version };
}

/** Records that a stored template could not be used, and why, for the administrators to see. */
export async function reportBroken(
  em: TenantEm,
  tenantId: string,
  { key, version }: Pick<FoundTemplate, 'key' | 'version'>,
  { why, at }: { why: RefusalText; at: Date },
): Promise<void> {
  const brokenWhy = JSON.stringify(why);
  await em.nativeUpdate(MailTemplateEntity, { tenantId, ...key, version }, { brokenAt: at, brokenWhy });
}
