import { defineEntity, p } from '@mikro-orm/core';
import type { Permission } from '../../domain/permissions.ts';

/** A named set of permissions. `everyone` includes all users without listing them; `itsm_agent` is the agents' (R9). */
export const GroupEntity = defineEntity({
  name: 'Group',
  tableName: 'permission_group',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    systemKey: p.text().$type<'everyone' | 'itsm_agent'>().nullable(),
  },
});

export const GroupPermissionEntity = defineEntity({
  name: 'GroupPermission',
  tableName: 'group_permission',
  properties: {
    tenantId: p.uuid().primary(),
    groupId: p.uuid().primary(),
    permission: p.text().$type<Permission>().primary(),
  },
});

export const GroupMemberEntity = defineEntity({
  name: 'GroupMember',
  tableName: 'group_member',
  properties: {
    tenantId: p.uuid().primary(),
    groupId: p.uuid().primary(),
    userId: p.uuid().primary(),
  },
});
