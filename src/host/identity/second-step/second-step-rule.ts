import type { TenantEm } from '../../../db/in-tenant.ts';
import { lockTenant } from '../../tenants/lock-tenant.ts';
import { logSetting } from '../../tenants/settings-log.ts';
import { TenantEntity } from '../../tenants/tenant.ts';

/** Whether the tenant requires a second step of everybody, and how many of its active people have one. */
export type SecondStepRule = Readonly<{ required: boolean; people: number; withStep: number }>;

/** The current rule. */
export async function readSecondStepRule(em: TenantEm, tenantId: string): Promise<SecondStepRule> {
  const { secondStepRequired: required } = await em.findOneOrFail(TenantEntity, { id: tenantId });
  const [counted] = await em.execute<{ people: number; withStep: number }[]>(
    `select count(*)::int as people, count(*) filter (where
       exists (select 1 from account_totp t where t.user_id = u.id)
       or exists (select 1 from account_passkey k where k.user_id = u.id))::int as "withStep"
     from app_user u where u.active`,
  );
  return { required, people: counted?.people ?? 0, withStep: counted?.withStep ?? 0 };
}

/** Sets whether a second step is required of everybody from their next sign-in on. Repeating it changes nothing. */
export async function saveSecondStepRule(
  em: TenantEm,
  tenantId: string,
  { required, by }: Readonly<{ required: boolean; by: string }>,
): Promise<void> {
  await lockTenant(em, tenantId);
  const before = await em.findOneOrFail(TenantEntity, { id: tenantId }, { refresh: true });
  if (before.secondStepRequired === required) return;
  await em.nativeUpdate(TenantEntity, { id: tenantId }, { secondStepRequired: required });
  const label = (rule: boolean) => (rule ? 'required' : 'optional');
  const about = { before: label(!required), after: label(required) };
  await logSetting(em, tenantId, { kind: 'second_step_rule_changed', byId: by, ...about });
}
