import type { ListedTenant } from '../../src/db/reading/platform-tenants.ts';
import type { LicenceTerms } from '../../src/domain/licence.ts';
import { type LicenceState, licenceState, partsOff } from './describe-licence.ts';
import { tenantPath } from './paths.ts';
import { formatCount } from '../page/count.ts';

/** A quota as /page/views/quota-bar draws it. */
export type QuotaBar = Readonly<{ label: string; used: number; limit: number; unit: string; more?: string }>;

export type TenantLine = Readonly<{
  name: string;
  slug: string;
  href: string;
  state: LicenceState;
  off: readonly string[];
  quotas: readonly QuotaBar[];
  alerts: string | null;
}>;

/** A tenant in the list of the console. */
export function tenantLine(tenant: ListedTenant, now: Date): TenantLine {
  const { licence, openAlerts } = tenant;
  return {
    name: tenant.name,
    slug: tenant.slug,
    href: tenantPath(tenant.id),
    state: licenceState(licence, now),
    off: licence === null ? [] : partsOff(licence),
    quotas: licence === null ? [] : quotaBars(licence, tenant),
    alerts: openAlerts === 0 ? null : openAlerts === 1 ? '1 open alert' : `${openAlerts} open alerts`,
  };
}

/** Use against quota, for both quotas (R13). */
export function quotaBars(
  { maxAgents, maxEmailsMonth }: Pick<LicenceTerms, 'maxAgents' | 'maxEmailsMonth'>,
  { agents, emails, dropped }: { agents: number; emails: number; dropped: number },
): QuotaBar[] {
  return [
    { label: 'Agents', used: agents, limit: maxAgents, unit: 'in use' },
    {
      label: 'Mails this month',
      used: emails,
      limit: maxEmailsMonth,
      unit: 'used',
      ...(dropped === 0 ? {} : { more: `${formatCount(dropped)} dropped` }),
    },
  ];
}
