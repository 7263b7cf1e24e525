import type { AlertKind } from '../../domain/alert.ts';
import type { Orm } from '../orm.ts';

/** An alert as the console shows it; `period` is the month of mails (`2026-11`), empty for agents. */
export type ListedAlert = Readonly<{
  id: string;
  tenantId: string;
  tenantName: string;
  kind: AlertKind;
  period: string;
  limit: number;
  used: number;
  mostUsed: number;
  /** For `emails_used_up`: how many mails were dropped. */
  dropped: number;
  openedAt: Date;
  seenAt: Date;
  closedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
}>;

/** A place in the list: the alert before it. */
export type AlertPlace = Readonly<{ at: Date; id: string }>;

type Row = {
  id: string;
  tenant_id: string;
  tenant_name: string;
  kind: AlertKind;
  period: string;
  quota_limit: number;
  used: number;
  most_used: number;
  dropped: number;
  opened_at: Date | string;
  seen_at: Date | string;
  closed_at: Date | string | null;
  acknowledged_at: Date | string | null;
  acknowledged_by: string | null;
};

/** Alerts of one tenant or of all (null), newest first; `onlyOpen`: those that last or are not acknowledged yet. */
export async function readAlerts(
  orm: Orm,
  asked: { tenantId: string | null; onlyOpen: boolean; before: AlertPlace | null; limit: number },
): Promise<ListedAlert[]> {
  const { tenantId, onlyOpen, before, limit } = asked;
  const values = [tenantId, onlyOpen, before?.at ?? null, before?.id ?? null, limit];
  const rows = await orm.em.fork().execute<Row[]>('select * from platform_alerts(?, ?, ?, ?, ?)', values);
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    kind: row.kind,
    period: row.period,
    limit: row.quota_limit,
    used: row.used,
    mostUsed: row.most_used,
    dropped: row.dropped,
    openedAt: new Date(row.opened_at),
    seenAt: new Date(row.seen_at),
    closedAt: instant(row.closed_at),
    acknowledgedAt: instant(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
  }));
}

/** The tenant that an alert belongs to, or null if there is no alert with that id. */
export async function tenantOfAlert(orm: Orm, alertId: string): Promise<string | null> {
  const sql = 'select platform_alert_tenant(?) as "tenantId"';
  const [row] = await orm.em.fork().execute<{ tenantId: string | null }[]>(sql, [alertId]);
  return row?.tenantId ?? null;
}

/** How many alerts last, over all tenants. */
export async function countOverruns(orm: Orm): Promise<number> {
  const [row] = await orm.em.fork().execute<{ n: number }[]>('select platform_overruns() as n');
  return row?.n ?? 0;
}

function instant(at: Date | string | null): Date | null {
  return at === null ? null : new Date(at);
}
