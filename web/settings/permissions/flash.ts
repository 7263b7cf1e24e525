import { flash } from '../../forms/flash.ts';

/** What a form has done to a group, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  group_created: 'settings.groups.done.created',
  group_renamed: 'settings.groups.done.renamed',
  group_deleted: 'settings.groups.done.deleted',
  group_deleted_releasing: 'settings.groups.done.deleted_releasing',
  member_added: 'settings.groups.done.member_added',
  member_removed: 'settings.groups.done.member_removed',
  member_removed_releasing: 'settings.groups.done.member_removed_releasing',
  permissions_saved: 'settings.groups.done.permissions_saved',
  permissions_saved_releasing: 'settings.groups.done.permissions_saved_releasing',
});
