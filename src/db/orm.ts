import { MikroORM } from '@mikro-orm/postgresql';
import { UserEntity } from '../host/identity/user.ts';
import { LicenceEntity } from '../host/licence/licence.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from '../host/permissions/group.ts';
import { ItsmSettingsEntity, TenantEntity } from '../host/tenants/tenant.ts';
import {
  CommandEntity,
  CountEntity,
  EventEntity,
  NoticeEntity,
  SeenEntity,
  TextEntity,
  TicketEntity,
} from './ticket-entities.ts';

const entities = [
  TenantEntity,
  ItsmSettingsEntity,
  UserEntity,
  GroupEntity,
  GroupPermissionEntity,
  GroupMemberEntity,
  LicenceEntity,
  TicketEntity,
  TextEntity,
  EventEntity,
  CommandEntity,
  NoticeEntity,
  CountEntity,
  SeenEntity,
];

/** The application's handle on its database: MikroORM, logged in as a role that row-level security binds. */
export type Orm = MikroORM;

/** Opens the ORM on a PostgreSQL URL. `poolSize` is the most connections that this process holds. */
export async function openOrm(databaseUrl: string, poolSize = 10): Promise<Orm> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    entities,
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    debug: false,
  });
}
