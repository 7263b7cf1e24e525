import { randomInt } from 'node:crypto';
import type { Account } from '../../../db/in-account.ts';
import type { TenantEm } from '../../../db/in-tenant.ts';
import { digestOf, type FactorKey } from './factor-key.ts';

/** Without letters and digits that look alike: 50 bits per code. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const codeLength = 10;
const codeCount = 10;

/**
 * New recovery codes in place of all former ones, in the form in which they are shown, only this once: `abcde-fghjk`.
 */
export async function newRecoveryCodes(
  em: TenantEm,
  { tenantId, userId }: Account,
  key: FactorKey,
): Promise<readonly string[]> {
  const codes = Array.from({ length: codeCount }, newCode);
  await em.execute('delete from account_recovery_code where user_id = ?', [userId]);
  for (const code of codes) {
    await em.execute('insert into account_recovery_code (tenant_id, user_id, code_hash) values (?, ?, ?)', [
      tenantId,
      userId,
      hashOf(key, userId, code),
    ]);
  }
  return codes.map((code) => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`);
}

/** Whether the text is one of the person's codes, which is thereby used up. Case, spaces and hyphens are ignored. */
export async function takeRecoveryCode(
  em: TenantEm,
  { userId }: Account,
  { key, code }: Readonly<{ key: FactorKey; code: string }>,
): Promise<boolean> {
  const plain = code.replace(/[\s-]/g, '').toLowerCase();
  if (plain.length !== codeLength) return false;
  const taken = await em.execute<unknown[]>(
    'delete from account_recovery_code where user_id = ? and code_hash = ? returning 1',
    [userId, hashOf(key, userId, plain)],
  );
  return taken.length > 0;
}

function newCode(): string {
  return Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');
}

function hashOf(key: FactorKey, userId: string, code: string): Buffer {
  return digestOf(key.codes, userId, code);
}
