import { nextTryAt } from '../../src/domain/retry.ts';
import type { Delivery } from './delivery.ts';

/**
 * What a mail's row becomes after a delivery (R20): sent, failed, or to be tried again after a pause that grows.
 * `attempts` are those since `since`.
 */
export function stateAfter(
  { kind, answer }: Delivery,
  { attempts, since }: Readonly<{ attempts: number; since: Date | string }>,
  now: Date,
) {
  if (kind === 'sent') return { state: 'sent' as const, sentAt: now, lastAnswer: answer, nextTryAt: null };
  const next = kind === 'permanent' ? null : nextTryAt(new Date(since).getTime(), attempts, now.getTime());
  return next === null
    ? { state: 'failed' as const, lastAnswer: answer, nextTryAt: null }
    : { state: 'retrying' as const, lastAnswer: answer, nextTryAt: new Date(next) };
}
