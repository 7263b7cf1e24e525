import type { PageContext } from '../../http/context.ts';
import { flash } from '../../forms/flash.ts';
import { userPath } from './paths.ts';

/** What a form has done to a person, shown on their page. */
const { flashIn, goTo } = flash({
  invited: 'settings.users.done.invited',
  invitation_sent: 'settings.users.done.invitation_sent',
  password_link_sent: 'settings.users.done.password_link_sent',
  saved: 'settings.users.done.saved',
  saved_releasing: 'settings.users.done.saved_releasing',
  address_asked: 'settings.users.done.address_asked',
  address_invited: 'settings.users.done.address_invited',
  address_withdrawn: 'settings.users.done.address_withdrawn',
  second_step_removed: 'settings.users.done.second_step_removed',
  deactivated: 'settings.users.done.deactivated',
  deactivated_releasing: 'settings.users.done.deactivated_releasing',
  reactivated: 'settings.users.done.reactivated',
  reactivated_invited: 'settings.users.done.reactivated_invited',
});

export { flashIn };

/** Redirects to the person's page, which then reports what was done. */
export function goToUser(ctx: PageContext, id: string, done?: Parameters<typeof goTo>[2]): void {
  goTo(ctx, userPath(id), done);
}
