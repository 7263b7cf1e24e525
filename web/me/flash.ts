import { flash } from '../forms/flash.ts';
import type { PageContext } from '../http/context.ts';

/** The page on which people manage how they sign in. */
export const signInPath = '/me/sign-in';

/** What a form has done, shown on the page about one's sign-in. */
const { flashIn, goTo } = flash({
  password_changed: 'me.flash.password_changed',
  app_added: 'me.flash.app_added',
  app_removed: 'me.flash.app_removed',
  passkey_added: 'me.flash.passkey_added',
  passkey_removed: 'me.flash.passkey_removed',
  code_used: 'me.flash.code_used',
});

export { flashIn };

/** Redirects to the page about one's sign-in, which then reports what was done. */
export function goToSignIn(ctx: PageContext, done?: Parameters<typeof goTo>[2]): void {
  goTo(ctx, signInPath, done);
}
