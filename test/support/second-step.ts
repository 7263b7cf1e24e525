import { Secret, TOTP } from 'otpauth';
import { type Account, inAccount } from '../../src/db/in-account.ts';
import type { Orm } from '../../src/db/orm.ts';
import { newRecoveryCodes } from '../../src/host/identity/second-step/recovery-codes.ts';
import { insertTotp, newTotpSecret } from '../../src/host/identity/second-step/totp.ts';
import { testFactorKey } from './web.ts';

/** What somebody's second step takes: the codes of their app at any time, and their recovery codes. */
export type SecondStep = Readonly<{ codeAt: (at: Date) => string; recoveryCodes: readonly string[] }>;

/** Sets up an authenticator app for the account, as if long ago. */
export async function setUpApp(orm: Orm, account: Account): Promise<SecondStep> {
  const secret = newTotpSecret();
  const recoveryCodes = await inAccount(orm, account, async (em) => {
    await insertTotp(em, account, { key: testFactorKey, secret, step: 0, now: new Date() });
    return newRecoveryCodes(em, account, testFactorKey);
  });
  return { codeAt: (at) => codeOf(new Secret({ buffer: Uint8Array.from(secret).buffer }).base32, at), recoveryCodes };
}

/** The code that an app shows at that time, by the secret as it is typed into it. */
export function codeOf(secret: string, at: Date): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return totp.generate({ timestamp: at.getTime() });
}

/** A code of six digits that is none of these. */
export function wrongCode(...right: readonly string[]): string {
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '444444';
}
