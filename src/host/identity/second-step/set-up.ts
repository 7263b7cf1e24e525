import type { Account } from '../../../db/in-account.ts';
import type { TenantEm } from '../../../db/in-tenant.ts';
import { Refused } from '../../../domain/refusal.ts';
import { type FactorKey, open, seal } from './factor-key.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { authenticatorApp, lockSecondSteps, logStep, readSecondSteps } from './second-steps.ts';
import { insertTotp, newTotpSecret, totpStep } from './totp.ts';

/** How long a page with a new secret may stay open, in ms. */
const pageLasts = 30 * 60_000;

/**
 * A new secret for the person's authenticator app, also sealed: the page carries the sealed copy in its form, so that
 * nothing is stored before the first code has proven that the app has the secret.
 */
export function offerTotp(key: FactorKey, { userId }: Account, now: Date): { secret: Buffer; offer: string } {
  const secret = newTotpSecret();
  const ends = Buffer.alloc(6);
  ends.writeUIntBE(now.getTime() + pageLasts, 0, 6);
  return { secret, offer: seal(key, offerFor(userId), Buffer.concat([ends, secret])).toString('base64url') };
}

/** The secret that was offered to this person; null if the offer is invalid or has expired. */
export function offeredTotp(key: FactorKey, { userId }: Account, offer: string, now: Date): Buffer | null {
  const opened = open(key, offerFor(userId), Buffer.from(offer, 'base64url'));
  return opened !== null && opened.readUIntBE(0, 6) > now.getTime() ? opened.subarray(6) : null;
}

/**
 * What comes with the first second step: recovery codes, which are shown only this once; null if some exist already.
 */
export type SetUp = Readonly<{ codes: readonly string[] | null }>;

/**
 * Sets up the person's authenticator app; null for a wrong code.
 * @throws Refused `changed_meanwhile` if another app is set up
 */
export async function setUpTotp(
  em: TenantEm,
  account: Account,
  { key, secret, code, now }: Readonly<{ key: FactorKey; secret: Uint8Array; code: string; now: Date }>,
): Promise<SetUp | null> {
  const step = totpStep(secret, code, now);
  if (step === null) return null;
  await lockSecondSteps(em, account);
  if ((await readSecondSteps(em, account)).totpSince !== null) throw new Refused(hasApp);
  await insertTotp(em, account, { key, secret, step, now });
  await logStep(em, account, 'second_step_added', authenticatorApp);
  return withCodes(em, account, key);
}

/** What follows when a second step has been added: recovery codes, if the person has none. */
export async function withCodes(em: TenantEm, account: Account, key: FactorKey): Promise<SetUp> {
  await lockSecondSteps(em, account);
  const { recoveryCodes } = await readSecondSteps(em, account);
  return { codes: recoveryCodes > 0 ? null : await newRecoveryCodes(em, account, key) };
}

function offerFor(userId: string): string {
  return `totp offer ${userId}`;
}

const hasApp = {
  code: 'changed_meanwhile',
  key: 'refusal.second_step.has_app',
} as const;
