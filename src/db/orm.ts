import { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { quickenConnections } from './driver/fast-connections.ts';
import { PreparedDriver } from './driver/prepared-driver.ts';
import { ApiKeyEntity } from '../host/api-keys/api-key.ts';
import { AssetEntity, AssetEventEntity, MovementEntity } from '../host/assets/asset.ts';
import { AccountLinkEntity, UserEntity } from '../host/identity/user.ts';
import { AlertEntity } from '../host/licence/alert.ts';
import { MailTemplateEntity } from '../settings/mail-templates/mail-template.ts';
import { LicenceChangeEntity, LicenceEntity } from '../host/licence/licence.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from '../host/permissions/group.ts';
import { ServiceMailEntity } from '../host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../host/tenants/settings-change.ts';
import { TenantEntity } from '../host/tenants/tenant.ts';
import { endSilentConnections, patience } from './patience.ts';
import { ItsmSettingsEntity } from '../settings/itsm-settings-row.ts';
import {
  AssetLinkEntity,
  CommandEntity,
  CountEntity,
  EventEntity,
  NoticeEntity,
  SeenEntity,
  TextEntity,
  TicketAssetEntity,
  TicketEntity,
} from './ticket-entities.ts';

const entities = [
  TenantEntity,
  ItsmSettingsEntity,
  SettingsChangeEntity,
  UserEntity,
  AccountLinkEntity,
  ServiceMailEntity,
  GroupEntity,
  GroupPermissionEntity,
  GroupMemberEntity,
  LicenceEntity,
  LicenceChangeEntity,
  AlertEntity,
  MailTemplateEntity,
  AssetEntity,
  MovementEntity,
  AssetEventEntity,
  ApiKeyEntity,
  TicketEntity,
  TicketAssetEntity,
  AssetLinkEntity,
  TextEntity,
  EventEntity,
  CommandEntity,
  NoticeEntity,
  CountEntity,
  SeenEntity,
];

/** The application's handle on its database: MikroORM, logged in as a role that is bound by row-level security. */
export type Orm = MikroORM;

/**
 * Opens the ORM on a PostgreSQL URL. `poolSize` is the most connections that this process holds. Nothing waits for
 * ever: if PostgreSQL does not answer in time, that is an error (patience.ts).
 */
export async function openOrm(databaseUrl: string, poolSize = 10): Promise<Orm> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    entities,
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    debug: false,
    driver: PreparedDriver,
    driverOptions: {
      ...patience,
      pipeline: true,
      // What a connection has prepared, and the memory that it takes, is given back.
      maxLifetimeSeconds: 3600,
      onPoolCreated: (pool: pg.Pool) => {
        endSilentConnections(pool);
        quickenConnections(pool);
        giveBackBroken(pool);
      },
    },
  });
}

/** How long the holder of a broken connection has to release it itself, in ms. */
const noticed = 1000;

/**
 * Kysely's transactions never release a connection that breaks under them (kysely-org/kysely#1990): once that has
 * happened to the whole pool, everything waits. So a broken connection that its holder does not release is released
 * here.
 */
function giveBackBroken(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    client.once('end', () => {
      const giveBack = (): void => {
        try {
          client.release(true);
        } catch {
          // Its holder has released it.
        }
      };
      setTimeout(giveBack, noticed).unref();
    });
  });
}
