import { createHash } from 'node:crypto';
import pg from 'pg';
import { endSilentConnections, patience } from '../../db/patience.ts';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** Too many sign-ins were tried; the same for accounts that exist and that don't. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
  /** After how many seconds it is worth trying again. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`Too many attempts to sign in; the next one in ${retryAfter} s`);
    this.retryAfter = retryAfter;
  }
}

/** Counts attempts to sign in, over all web processes. */
export type SignInThrottle = Readonly<{
  /** Counts one attempt before the password is looked at. Throws TooManyAttempts. */
  attempt(who: { email: string; address: string }): Promise<void>;
  /** Takes the attempt back, and those before it on this account: the password was right. */
  succeeded(who: { email: string; address: string }): Promise<void>;
  close(): Promise<void>;
}>;

/** How many attempts an account and an address have in how many seconds. */
export type ThrottleLimits = Readonly<{ perAccount: number; perAddress: number; seconds: number }>;

const standard: ThrottleLimits = { perAccount: 10, perAddress: 100, seconds: 15 * 60 };

/** A throttle that keeps its counts in the table `sign_in_throttle`, by connections of its own. */
export function createSignInThrottle(databaseUrl: string, limits: ThrottleLimits = standard): SignInThrottle {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, ...patience });
  endSilentConnections(pool);
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'sign_in_throttle',
      tableCreated: true,
      keyPrefix,
      points,
      duration: limits.seconds,
    });
  const accounts = limiter('account', limits.perAccount);
  const addresses = limiter('address', limits.perAddress);
  return {
    attempt: async ({ email, address }) => {
      await consume(addresses, address);
      await consume(accounts, keyOf(email));
    },
    succeeded: async ({ email, address }) => {
      await Promise.all([accounts.delete(keyOf(email)), addresses.reward(address)]);
    },
    close: () => pool.end(),
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new TooManyAttempts(Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}

/** Addresses of people are not kept in this table, and may be longer than its key. */
function keyOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url');
}
