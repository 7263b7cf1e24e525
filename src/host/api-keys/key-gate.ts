import type { Orm } from '../../db/orm.ts';
import { derivedId } from '../../ids.ts';
import { networkBlock } from '../identity/network-block.ts';
import { type ApiCaller, findApiKey } from './find-api-key.ts';
import { keyHash, keyIdIn } from './key-text.ts';

/** Too many invalid keys came from one address. */
export class TooManyGuesses extends Error {
  override name = 'TooManyGuesses';
  /** After how many seconds it is worth trying again. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`Too many keys that are none; the next one in ${retryAfter} s`);
    this.retryAfter = retryAfter;
  }
}

/** Authenticates callers by their keys. */
export type KeyGate = Readonly<{
  /**
   * The caller to whom the presented key belongs, or null as in `findApiKey`.
   * @throws TooManyGuesses if the address has presented too many invalid keys. IPv6 addresses count by `networkBlock`.
   */
  callerBy(presented: string, address: string): Promise<ApiCaller | null>;
}>;

/** How many invalid keys an address may present per minute: it can be a whole company with one stale script. */
export const guessesPerMinute = 100;

/** How many keys and addresses are remembered here at most. */
const memory = 10_000;

/**
 * A gate that counts, over all web processes, the keys that were looked up in vain. Past the limit this process makes
 * no more queries for the address until the minute is over, unless the key is one that it has let in before, so others
 * behind the same address can go on. Keys are remembered by the digest of their whole text, so wrong secrets under a
 * key's id do no harm to that key. A text without a key's checksum costs nothing, and is not counted.
 */
export function createKeyGate(orm: Orm, limit: number = guessesPerMinute): KeyGate {
  const barredUntil = new Map<string, number>();
  const letIn = new Set<string>();

  async function countGuess(block: string): Promise<void> {
    const sql = 'select * from api_guess_count(?)';
    const subject = derivedId('address', block);
    const [counted] = await orm.em.fork().execute<{ guesses: number; seconds: number }[]>(sql, [subject]);
    if (counted === undefined || counted.guesses <= limit) return;
    if (barredUntil.size >= memory) barredUntil.clear();
    barredUntil.set(block, Date.now() + counted.seconds * 1000);
    throw new TooManyGuesses(counted.seconds);
  }

  return {
    callerBy: async (presented, address) => {
      if (keyIdIn(presented) === null) return null;
      const known = keyHash(presented).toString('base64url');
      const block = networkBlock(address);
      const barredFor = (barredUntil.get(block) ?? 0) - Date.now();
      if (barredFor > 0 && !letIn.has(known)) throw new TooManyGuesses(Math.ceil(barredFor / 1000));
      const caller = await findApiKey(orm, presented);
      if (caller === null) {
        letIn.delete(known);
        await countGuess(block);
        return null;
      }
      if (letIn.size >= memory) letIn.clear();
      letIn.add(known);
      return caller;
    },
  };
}
