import { flash } from '../../forms/flash.ts';

/** What a form has done to a group, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  group_made: 'The group is there. Now add its members.',
  group_renamed: 'The group has its new name.',
  group_deleted: 'The group is deleted. Its members keep what other groups give them.',
  group_deleted_releasing:
    'The group is deleted. The active tickets of who stopped being an agent are going back to the queue.',
  member_added: 'This person is in the group. What it permits holds from their next click.',
  member_removed: 'This person is no longer in the group.',
  member_removed_releasing: 'This person is no longer in the group. Their active tickets are going back to the queue.',
  permissions_saved: 'The permissions are saved. They hold from the next click of everybody in the group.',
  permissions_saved_releasing:
    'The permissions are saved. The active tickets of who stopped being an agent are going back to the queue.',
});
