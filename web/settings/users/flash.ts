import type { PageContext } from '../../http/context.ts';
import { flash } from '../../forms/flash.ts';
import { userPath } from './paths.ts';

/** What a form has done to a person, shown on their page. */
const { flashIn, goTo } = flash({
  invited: 'The invitation is on its way. What becomes of the mail stands below; load this page again to see it.',
  invitation_sent: 'A new invitation is on its way. Links that were sent before have ended.',
  password_link_sent: 'A link for a new password is on its way. The password of today works until it is used.',
  saved: 'The changes are saved. Groups hold from the next click.',
  saved_releasing: 'The changes are saved. Their active tickets are going back to the queue.',
  address_asked:
    'The changes are saved. A mail is on its way to the new address, which counts once it is confirmed there.',
  address_invited: 'The changes are saved. The invitation is on its way to the new address; the former link has ended.',
  address_withdrawn: 'The new address is withdrawn. The link in the mail to it has ended.',
  second_step_removed: 'Their second step is removed, and they are signed out everywhere. A mail tells them.',
  deactivated: 'This person is deactivated and signed out everywhere.',
  deactivated_releasing:
    'This person is deactivated and signed out everywhere. Their active tickets are going back to the queue.',
  reactivated: 'This person is active again, with the groups that they had. They sign in with the password they know.',
  reactivated_invited: 'This person is invited again, with the groups that they had: they never set a password.',
});

export { flashIn };

/** Redirects to the person's page, which then reports what was done. */
export function goToUser(ctx: PageContext, id: string, done?: Parameters<typeof goTo>[2]): void {
  goTo(ctx, userPath(id), done);
}
