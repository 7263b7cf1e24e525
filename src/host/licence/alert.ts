import { defineEntity, p } from '@mikro-orm/core';
import type { AlertKind } from '../../domain/alert.ts';

/**
 * An exceeded quota, or a counter that disagrees with the ledger: open while it lasts. `period` is the month of mails
 * (`2026-11`), empty for agents.
 */
export const AlertEntity = defineEntity({
  name: 'PlatformAlert',
  tableName: 'platform_alert',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<AlertKind>(),
    period: p.text(),
    quotaLimit: p.integer(),
    used: p.integer(),
    mostUsed: p.integer(),
    /** For `emails_used_up`: how many mails were dropped in the period. */
    dropped: p.integer().default(0),
    openedAt: p.datetime(3),
    seenAt: p.datetime(3),
    closedAt: p.datetime(3).nullable(),
    acknowledgedAt: p.datetime(3).nullable(),
    acknowledgedBy: p.uuid().nullable(),
  },
});
