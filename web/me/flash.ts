import { flash } from '../forms/flash.ts';
import type { PageContext } from '../http/context.ts';

/** The page on which people manage how they sign in. */
export const signInPath = '/me/sign-in';

/** What a form has done, shown on the page about one's sign-in. */
const { flashIn, goTo } = flash({
  password_changed: 'Your password is changed. You are signed out everywhere else.',
  app_added: 'Your authenticator app is set up. You are asked for its code at the next sign-in.',
  app_removed: 'Your authenticator app is removed: its codes no longer work.',
  passkey_added: 'Your passkey is added. You can sign in with it alone, or use it as your second step.',
  passkey_removed: 'The passkey is removed: it no longer lets anybody in.',
  code_used: 'You signed in with a recovery code, which is used up. See below how many are left.',
});

export { flashIn };

/** Redirects to the page about one's sign-in, which then reports what was done. */
export function goToSignIn(ctx: PageContext, done?: Parameters<typeof goTo>[2]): void {
  goTo(ctx, signInPath, done);
}
