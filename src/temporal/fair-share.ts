import pLimit, { type LimitFunction } from 'p-limit';
import { Unavailable } from './ticket-gateway.ts';

/** A tenant has so many commands under way already that this one had no turn in time. It was not sent. */
export class NoTurn extends Unavailable {
  override name = 'NoTurn';
}

/** A tenant's turns, and how many callers have or await one. */
type Share = { readonly limit: LimitFunction; users: number };

/**
 * Lets each tenant have `atOnce` calls under way in this process; what comes beyond that waits, in its order, until one of
 * the tenant's own has ended. So a tenant that files thousands of tickets fills its own queue and nobody else's. A call
 * waits for half of `deadlineMs` at most, so that whatever has its turn has time to be carried out, and is told how much.
 */
export function createFairShare({ atOnce, deadlineMs }: Readonly<{ atOnce: number; deadlineMs: number }>) {
  const shares = new Map<string, Share>();
  const waitMs = deadlineMs / 2;

  return async <T>(tenantId: string, call: (leftMs: number) => Promise<T>): Promise<T> => {
    const share = shares.get(tenantId) ?? { limit: pLimit(atOnce), users: 0 };
    shares.set(tenantId, share);
    share.users += 1;
    const noTurn = Promise.withResolvers<never>();
    const came = performance.now();
    let told = false;
    const giveUp = (): void => {
      told = true;
      noTurn.reject(new NoTurn('Too much of this organisation is under way'));
    };
    const timer = setTimeout(giveUp, waitMs);
    const turn = share.limit(async () => {
      clearTimeout(timer);
      const waited = performance.now() - came;
      // The timer may be due without having run.
      if (!told && waited >= waitMs) giveUp();
      // Its caller has been told, and nobody may carry it out behind their back.
      return told ? noTurn.promise : call(deadlineMs - waited);
    });
    try {
      return await Promise.race([turn, noTurn.promise]);
    } finally {
      share.users -= 1;
      if (share.users === 0) shares.delete(tenantId);
    }
  };
}
