import { TooManyAttempts } from '../../src/host/identity/sign-in-throttle.ts';
import { Problem } from '../http/errors.ts';

/** A refusal of the throttle as a problem page that says when to try again; anything else is rethrown. */
export function asProblem(error: unknown): never {
  if (!(error instanceof TooManyAttempts)) throw error;
  const minutes = Math.max(1, Math.ceil(error.retryAfter / 60));
  const hours = Math.ceil(minutes / 60);
  const wait = minutes <= 90 ? `${minutes} minute${minutes === 1 ? '' : 's'}` : `${hours} hours`;
  throw new Problem(429, 'too_many_requests', {
    detail: `There were too many attempts. Try again in ${wait}.`,
    headers: { 'Retry-After': String(error.retryAfter) },
  });
}
