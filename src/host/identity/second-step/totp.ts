import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Account } from '../../../db/in-account.ts';
import type { TenantEm } from '../../../db/in-tenant.ts';
import { type FactorKey, open, seal } from './factor-key.ts';

/** A code is valid for this many seconds, plus one period before and after: clocks differ. */
const period = 30;
const tolerance = 1;

/** A new secret of an authenticator app: 20 random bytes (RFC 4226). */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The secret in the form people type into an app: base 32, in groups of four. */
export function secretText(secret: Uint8Array): string {
  return totpOf(secret).secret.base32.replace(/.{4}(?=.)/g, '$& ');
}

/** The content of the QR code: the secret, and the name under which the app is to list it. */
export function totpUri(secret: Uint8Array, name: Readonly<{ issuer: string; account: string }>): string {
  // A colon separates the two in the address.
  const plain = (text: string) => text.replaceAll(':', ' ');
  return totpOf(secret, { issuer: plain(name.issuer), label: plain(name.account) }).toString();
}

/** The time step (30 s) that the code belongs to, or null for a wrong code. Spaces in it are ignored. */
export function totpStep(secret: Uint8Array, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: tolerance });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

/**
 * Stores the secret of the person's app, of which the code of `step` was shown. The caller makes sure that there is
 * none yet.
 */
export async function insertTotp(
  em: TenantEm,
  { tenantId, userId }: Account,
  kept: Readonly<{ key: FactorKey; secret: Uint8Array; step: number; now: Date }>,
): Promise<void> {
  await em.execute(
    `insert into account_totp (tenant_id, user_id, sealed_secret, last_step, created_at) values (?, ?, ?, ?, ?)`,
    [tenantId, userId, seal(kept.key, purposeOf(userId), kept.secret), kept.step, kept.now],
  );
}

/** Whether the code is from the person's app. No code is accepted twice, nor one older than the last. */
export async function takeTotp(
  em: TenantEm,
  { userId }: Account,
  given: Readonly<{ key: FactorKey; code: string; now: Date }>,
): Promise<boolean> {
  const [row] = await em.execute<{ sealed: Buffer }[]>(
    'select sealed_secret as sealed from account_totp where user_id = ?',
    [userId],
  );
  const secret = row === undefined ? null : open(given.key, purposeOf(userId), row.sealed);
  const step = secret === null ? null : totpStep(secret, given.code, given.now);
  if (step === null) return false;
  const taken = await em.execute<unknown[]>(
    'update account_totp set last_step = ? where user_id = ? and last_step < ? returning 1',
    [step, userId, step],
  );
  return taken.length > 0;
}

function totpOf(secret: Uint8Array, named: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...named, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }), period, digits: 6 });
}

function purposeOf(userId: string): string {
  return `totp ${userId}`;
}
