import type { Account } from '../../../db/in-account.ts';
import type { TenantEm } from '../../../db/in-tenant.ts';
import { Refused } from '../../../domain/refusal.ts';
import { TenantEntity } from '../../tenants/tenant.ts';
import { logSetting } from '../../tenants/settings-log.ts';
import { type Passkey, readPasskeys } from './passkeys.ts';

/**
 * What somebody can prove their identity with, besides their password. Recovery codes alone are no second step: they
 * run out.
 */
export type SecondSteps = Readonly<{
  totpSince: Date | null;
  passkeys: readonly Passkey[];
  recoveryCodes: number;
}>;

/** What the account has now. */
export async function readSecondSteps(em: TenantEm, account: Account): Promise<SecondSteps> {
  const [row] = await em.execute<{ since: Date | string | null; codes: number }[]>(
    `select (select created_at from account_totp where user_id = ?) as since,
       (select count(*)::int from account_recovery_code where user_id = ?) as codes`,
    [account.userId, account.userId],
  );
  return {
    totpSince: row?.since == null ? null : new Date(row.since),
    passkeys: await readPasskeys(em, account),
    recoveryCodes: row?.codes ?? 0,
  };
}

/** Locks the second steps of the account until the transaction ends. */
export async function lockSecondSteps(em: TenantEm, { userId }: Account): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtextextended('second step ' || ?, 0))`, [userId]);
}

/** Whether the account has a second step, so that its password alone is not enough to sign in. */
export function hasSecondStep({ totpSince, passkeys }: SecondSteps): boolean {
  return totpSince !== null || passkeys.length > 0;
}

/** Whether the tenant requires a second step of everybody. It is never required of the platform team. */
export async function isSecondStepRequired(em: TenantEm, { tenantId }: Account): Promise<boolean> {
  if (tenantId === null) return false;
  return (await em.findOneOrFail(TenantEntity, { id: tenantId })).secondStepRequired;
}

/** The second step to be removed: the app, or a passkey by its id. */
export type RemovedStep = Readonly<{ kind: 'totp' } | { kind: 'passkey'; id: string }>;

/**
 * Removes one of the account's second steps; with the last one, the recovery codes go too. Repeating it changes
 * nothing.
 * @throws Refused `second_step_required` for the last one, if the tenant requires one
 */
export async function removeSecondStep(em: TenantEm, account: Account, removed: RemovedStep): Promise<void> {
  await lockSecondSteps(em, account);
  const before = await readSecondSteps(em, account);
  const passkey = removed.kind === 'passkey' ? before.passkeys.find(({ id }) => id === removed.id) : undefined;
  if (removed.kind === 'totp' ? before.totpSince === null : passkey === undefined) return;
  const isLast = before.passkeys.length + (before.totpSince === null ? 0 : 1) === 1;
  if (isLast && (await isSecondStepRequired(em, account))) throw new Refused(required);
  if (passkey === undefined) await em.execute('delete from account_totp where user_id = ?', [account.userId]);
  else await em.execute('delete from account_passkey where user_id = ? and id = ?', [account.userId, passkey.id]);
  if (isLast) await em.execute('delete from account_recovery_code where user_id = ?', [account.userId]);
  await logStep(em, account, 'second_step_removed', passkey?.name ?? authenticatorApp);
}

/** The app's name in the settings log. */
export const authenticatorApp = 'authenticator app';

/** Records in the tenant's settings log what somebody has set up or removed; the platform team has no such log. */
export async function logStep(
  em: TenantEm,
  { tenantId, userId }: Account,
  kind: 'second_step_added' | 'second_step_removed',
  subject: string,
): Promise<void> {
  if (tenantId !== null) await logSetting(em, tenantId, { kind, byId: userId, userId, subject });
}

const required = {
  code: 'second_step_required',
  key: 'refusal.second_step.required',
} as const;
