import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TenantEm } from '../../../db/in-tenant.ts';
import { digestOf, type FactorKey } from './factor-key.ts';

/** The purpose of a challenge: signing in without a password, the second step after one, or a new passkey. */
export type ChallengePurpose = 'sign_in' | 'second_step' | 'new_passkey';

/** Whom it is for: the id of an account, or empty if nobody is known yet. */
type For = Readonly<{ purpose: ChallengePurpose; accountId: string }>;

/** How long a challenge can be answered, in ms: as long as people leave a page open before they act. */
export const challengeLasts = 30 * 60_000;

const noise = 16;
const clock = 6;
const seal = 16;

/** A challenge for a passkey: random, with its expiry, and signed. It is not stored before it is answered. */
export function newChallenge(key: FactorKey, of: For, now: Date): Buffer {
  const ends = Buffer.alloc(clock);
  ends.writeUIntBE(now.getTime() + challengeLasts, 0, clock);
  const said = Buffer.concat([randomBytes(noise), ends]);
  return Buffer.concat([said, sealOf(key, of, said)]);
}

/** Whether the challenge (base64url) is one of ours, for this purpose and account, and has not expired. */
export function isChallenge(key: FactorKey, of: For, challenge: string, now: Date): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== noise + clock + seal) return false;
  const said = bytes.subarray(0, noise + clock);
  return timingSafeEqual(bytes.subarray(noise + clock), sealOf(key, of, said)) && endOf(said) > now.getTime();
}

/** Marks a challenge as answered once the transaction is committed; false if it was answered before, in any process. */
export async function spendChallenge(em: TenantEm, challenge: string): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url');
  const digest = createHash('sha256').update(bytes).digest();
  const sql = 'select challenge_spend(?, ?) as fresh';
  const [row] = await em.execute<{ fresh: boolean }[]>(sql, [digest, new Date(endOf(bytes))]);
  return row?.fresh === true;
}

function endOf(bytes: Buffer): number {
  return bytes.readUIntBE(noise, clock);
}

function sealOf(key: FactorKey, { purpose, accountId }: For, said: Buffer): Buffer {
  return digestOf(key.challenges, purpose, accountId, said.toString('hex')).subarray(0, seal);
}
