import { createHash } from 'node:crypto';
import pg from 'pg';
import { endSilentConnections, patience } from '../../db/patience.ts';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { normalAddress } from '../../domain/mail-address.ts';
import { networkBlock } from './network-block.ts';

/** Too many attempts; the same for accounts that exist and those that don't. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
  /** After how many seconds it is worth trying again. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`Too many attempts to sign in; the next one in ${retryAfter} s`);
    this.retryAfter = retryAfter;
  }
}

type Password = Readonly<{ email: string; address: string }>;
type Code = Readonly<{ userId: string; address: string }>;

/** Counts attempts to get into accounts, over all web processes. `address` is the caller's IP address. */
export type SignInThrottle = Readonly<{
  /** Counts one attempt before the password is looked at. Throws TooManyAttempts. */
  attempt(who: Password): Promise<void>;
  /** Takes the attempt back, and earlier ones on this account: the password was right. */
  succeeded(who: Password): Promise<void>;
  /** Counts one code of a second step before it is looked at. Throws TooManyAttempts. */
  attemptCode(who: Code): Promise<void>;
  /** Takes the account's attempts back: the code was right. */
  codeSucceeded(who: Code): Promise<void>;
  /** Counts one link for a lost password. Throws TooManyAttempts. */
  askForLink(who: Password): Promise<void>;
  close(): Promise<void>;
}>;

/**
 * How many attempts an account and an address (`networkBlock`) have in how many seconds; how many wrong codes an
 * account may have per day, with one code in 300,000 being right; and how many links for a lost password per hour.
 */
export type ThrottleLimits = Readonly<{
  perAccount: number;
  perAddress: number;
  seconds: number;
  codesPerDay: number;
  linksPerAccount: number;
  linksPerAddress: number;
}>;

const standard: ThrottleLimits = {
  perAccount: 10,
  perAddress: 100,
  seconds: 15 * 60,
  codesPerDay: 30,
  linksPerAccount: 3,
  linksPerAddress: 20,
};

const hour = 60 * 60;

/** A throttle that keeps its counts in the table `sign_in_throttle`, over connections of its own. */
export function createSignInThrottle(databaseUrl: string, limits: Partial<ThrottleLimits> = {}): SignInThrottle {
  const { perAccount, perAddress, seconds, codesPerDay, linksPerAccount, linksPerAddress } = { ...standard, ...limits };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, ...patience });
  endSilentConnections(pool);
  // A connection that breaks while idle is replaced at its next use; without a listener, the error would end the
  // process.
  pool.on('error', () => undefined);
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'sign_in_throttle',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
    });
  const accounts = limiter('account', perAccount, seconds);
  const addresses = limiter('address', perAddress, seconds);
  const codes = limiter('code', perAccount, seconds);
  const codesOfDay = limiter('code-day', codesPerDay, 24 * hour);
  const links = limiter('link', linksPerAccount, hour);
  const linkAddresses = limiter('link-address', linksPerAddress, hour);
  return {
    attempt: async ({ email, address }) => {
      await consume(addresses, networkBlock(address));
      await consume(accounts, keyOf(email));
    },
    succeeded: async ({ email, address }) => {
      await Promise.all([accounts.delete(keyOf(email)), addresses.reward(networkBlock(address))]);
    },
    attemptCode: async ({ userId, address }) => {
      await consume(addresses, networkBlock(address));
      await consume(codes, userId);
      await consume(codesOfDay, userId);
    },
    codeSucceeded: async ({ userId, address }) => {
      await Promise.all([codes.delete(userId), codesOfDay.delete(userId), addresses.reward(networkBlock(address))]);
    },
    askForLink: async ({ email, address }) => {
      await consume(linkAddresses, networkBlock(address));
      await consume(links, keyOf(email));
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

/** People's addresses are not stored in this table, and may be longer than its key. */
function keyOf(email: string): string {
  return createHash('sha256').update(normalAddress(email)).digest('base64url');
}
