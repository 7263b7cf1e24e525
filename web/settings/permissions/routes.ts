import type { WebDeps } from '../../http/context.ts';
import { form, get, post, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { addToGroup, removeFromGroup } from './change-members.ts';
import { savePermissions } from './change-permissions.ts';
import { removeGroup } from './delete-group.ts';
import { groupPage } from './group-page.ts';
import { groupsPage } from './groups-page.ts';
import { makeGroup, newGroupPage } from './new-group.ts';
import { saveName } from './rename-group.ts';

/** Settings → Permissions. */
export function permissionRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings/permissions', settings, groupsPage(deps)),
    get('/settings/permissions/new', settings, newGroupPage),
    form('/settings/permissions/new', settings, makeGroup(deps)),
    get('/settings/permissions/:id', settings, groupPage(deps)),
    post('/settings/permissions/:id/members', settings, addToGroup(deps)),
    post('/settings/permissions/:id/members/remove', settings, removeFromGroup(deps)),
    form('/settings/permissions/:id/permissions', settings, savePermissions(deps)),
    form('/settings/permissions/:id/name', settings, saveName(deps)),
    post('/settings/permissions/:id/delete', settings, removeGroup(deps)),
  ];
}
