import { TooManyAttempts } from '../../src/host/identity/sign-in-throttle.ts';
import { message } from '../../src/locales/message.ts';
import { Problem } from '../http/errors.ts';

/** A refusal of the throttle as a problem page that says when to try again; anything else is rethrown. */
export function asProblem(error: unknown): never {
  if (!(error instanceof TooManyAttempts)) throw error;
  const minutes = Math.max(1, Math.ceil(error.retryAfter / 60));
  const hours = Math.ceil(minutes / 60);
  throw new Problem(429, 'too_many_requests', {
    detail:
      minutes <= 90
        ? message('page.problem.try_in_minutes', { minutes })
        : message('page.problem.try_in_hours', { hours }),
    headers: { 'Retry-After': String(error.retryAfter) },
  });
}
