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
 * the tenant's own has ended. So a tenant that files thousands of tickets fills its own queue and nobody else's. A call is
 * told how much of `deadlineMs` is left.
 */
export function createFairShare({ atOnce, deadlineMs }: Readonly<{ atOnce: number; deadlineMs: number }>) {
  const shares = new Map<string, Share>();

  return async <T>(tenantId: string, call: (leftMs: number) => Promise<T>): Promise<T> => {
    const share = shares.get(tenantId) ?? { limit: pLimit(atOnce), users: 0 };
    shares.set(tenantId, share);
    share.users += 1;
    const tooLate = Promise.withResolvers<never>();
    const deadline = performance.now() + deadlineMs;
    const timer = setTimeout(
      () => tooLate.reject(new NoTurn('Too much of this organisation is under way')),
      deadlineMs,
    );
    const turn = share.limit(async () => {
      clearTimeout(timer);
      const leftMs = deadline - performance.now();
      // Its caller has been told, and nobody may carry it out behind their back.
      if (leftMs <= 0) return tooLate.promise;
      return call(leftMs);
    });
    try {
      return await Promise.race([turn, tooLate.promise]);
    } finally {
      share.users -= 1;
      if (share.users === 0) shares.delete(tenantId);
    }
  };
}
