import { nextTryAt } from '../src/domain/retry.ts';
import type { Delivery } from './delivery.ts';

/** What a mail's row becomes after a delivery (R20): sent, failed, or to be tried again after a pause that grows. */
export function stateAfter(
  { kind, answer }: Delivery,
  mail: Readonly<{ attempts: number; created_at: Date | string }>,
  now: Date,
) {
  if (kind === 'sent') return { state: 'sent' as const, sentAt: now, lastAnswer: answer, nextTryAt: null };
  const createdAt = new Date(mail.created_at).getTime();
  const next = kind === 'permanent' ? null : nextTryAt(createdAt, mail.attempts, now.getTime());
  return next === null
    ? { state: 'failed' as const, lastAnswer: answer, nextTryAt: null }
    : { state: 'retrying' as const, lastAnswer: answer, nextTryAt: new Date(next) };
}
