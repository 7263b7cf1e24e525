const minute = 60_000;
const pauses = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);

/** How long a mail is retried: after this the notice has failed, and the ledger says so. */
export const tryingLasts = 4 * 24 * 60 * minute;

/**
 * When a mail that was rejected for now is tried again, or null if it is given up. The pauses grow to four hours;
 * `attempts` counts those already made, from 1. All times in milliseconds since the epoch.
 */
export function nextTryAt(createdAt: number, attempts: number, now: number): number | null {
  const pause = pauses[Math.min(attempts, pauses.length) - 1] ?? minute;
  const next = now + pause;
  return next - createdAt > tryingLasts ? null : next;
}
