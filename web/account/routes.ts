import type { WebDeps } from '../http/context.ts';
import { form, get, type Route } from '../http/route.ts';
import { sessionCookie } from '../session/cookie.ts';
import { setPassword } from './set-password.ts';

/**
 * The pages that a one-time link opens. Nobody is signed in there: who has the token is let in, and its 256 bits can't be
 * guessed, so attempts need no throttle.
 */
export function accountRoutes(deps: WebDeps): Route[] {
  const page = setPassword(deps, sessionCookie({ https: deps.config.publicUrl.startsWith('https:') }));
  return [
    // Mail scanners follow links: asking for the page changes nothing.
    get('/account/:token', { audience: 'anyone' }, page.show),
    form('/account/:token', { audience: 'anyone' }, page.send),
  ];
}
