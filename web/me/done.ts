import { telling } from '../forms/done.ts';
import type { PageContext } from '../http/context.ts';

/** Where everybody sees by what they sign in. */
export const signInPath = '/me/sign-in';

/** What a form has done, told on the page about one's sign-in. */
const told = telling({
  password_changed: 'Your password is changed. You are signed out everywhere else.',
  app_added: 'Your authenticator app is set up. You are asked for its code at the next sign-in.',
  app_removed: 'Your authenticator app is removed: its codes no longer work.',
  passkey_added: 'Your passkey is added. You can sign in with it alone, or use it as your second step.',
  passkey_removed: 'The passkey is removed: it no longer lets anybody in.',
  code_used: 'You signed in with a recovery code, which is used up. See below how many are left.',
});

/** What is to be told on the page, or null. */
export const { doneIn } = told;

/** Leads to the page about one's sign-in, which then says what was done. */
export function goToSignIn(ctx: PageContext, done?: Parameters<typeof told.goTo>[2]): void {
  told.goTo(ctx, signInPath, done);
}
