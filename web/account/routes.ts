import type { WebDeps } from '../http/context.ts';
import { form, get, type Route } from '../http/route.ts';
import { createAdmission } from '../session/admission.ts';
import { addressPage } from './confirm-address.ts';
import { goodLink } from './good-link.ts';
import { setPassword } from './set-password.ts';

/**
 * The pages that a one-time link opens: to set a password, or to confirm an address. No sign-in is required: whoever
 * has the token is let in, and its 256 bits cannot be guessed, so attempts need no throttle.
 */
export function accountRoutes(deps: WebDeps): Route[] {
  const password = setPassword(deps, createAdmission(deps));
  const address = addressPage(deps);
  return [
    // Mail scanners follow links, so GET changes nothing.
    get('/account/:token', { audience: 'anyone' }, async (ctx) => {
      const link = await goodLink(ctx, deps);
      await (link.purpose === 'email_change' ? address : password).show(ctx, link);
    }),
    form('/account/:token', { audience: 'anyone' }, async (ctx) => {
      const link = await goodLink(ctx, deps);
      await (link.purpose === 'email_change' ? address : password).send(ctx, link);
    }),
  ];
}
