import type { ListedTenant } from '../../src/db/reading/platform-tenants.ts';
import type { LicenceTerms } from '../../src/domain/licence.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type LicenceState, licenceState, partsOff } from './describe-licence.ts';
import { tenantPath } from './paths.ts';

/** A quota as /page/views/quota-bar draws it. */
export type QuotaBar = Readonly<{ label: string; used: number; limit: number; unit: string; more?: string }>;

export type TenantLine = Readonly<{
  name: string;
  slug: string;
  href: string;
  state: LicenceState;
  off: readonly string[];
  quotas: readonly QuotaBar[];
  alerts: number;
}>;

/** A tenant in the list of the console. */
export function tenantLine(translator: Translator, tenant: ListedTenant, now: Date): TenantLine {
  const { licence, openAlerts } = tenant;
  return {
    name: tenant.name,
    slug: tenant.slug,
    href: tenantPath(tenant.id),
    state: licenceState(licence, now),
    off: licence === null ? [] : partsOff(translator, licence),
    quotas: licence === null ? [] : quotaBars(translator, licence, tenant),
    alerts: openAlerts,
  };
}

/** Use against quota, for both quotas (R13). */
export function quotaBars(
  { t }: Translator,
  { maxAgents, maxEmailsMonth }: Pick<LicenceTerms, 'maxAgents' | 'maxEmailsMonth'>,
  { agents, emails, dropped }: { agents: number; emails: number; dropped: number },
): QuotaBar[] {
  return [
    { label: t('platform.quota.agents'), used: agents, limit: maxAgents, unit: t('platform.quota.agents_unit') },
    {
      label: t('platform.quota.emails'),
      used: emails,
      limit: maxEmailsMonth,
      unit: t('platform.quota.emails_unit'),
      ...(dropped === 0 ? {} : { more: t('platform.quota.dropped', { n: dropped }) }),
    },
  ];
}
