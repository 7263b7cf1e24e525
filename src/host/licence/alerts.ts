import type { AlertKind } from '../../domain/alert.ts';
import type { MailFlood } from '../../domain/mail-guard.ts';
import { AlertEntity } from './alert.ts';
import type { TenantEm } from '../../db/in-tenant.ts';
import type { PlatformPerson } from '../identity/platform-users.ts';
import { newId } from '../../ids.ts';
import { queueServiceMail } from '../service-mail/queue-service-mail.ts';

/**
 * The finding of an audit: how much of a quota is used or, for `mail_count_drift`, the counter's number of mails
 * (`used`) against the ledger's (`limit`).
 */
export type Finding = Readonly<{ kind: AlertKind; period: string; limit: number; used: number }>;

function isWrong({ kind, limit, used }: Finding): boolean {
  return kind === 'mail_count_drift' ? used !== limit : used > limit;
}

/**
 * Records a finding: an overrun once while it lasts, with a mail to everybody on the platform team when it opens, and
 * its end when it is over. An open alert of another period has ended with that period.
 */
export async function recordFinding(
  em: TenantEm,
  tenantId: string,
  finding: Finding,
  { team, now }: { team: readonly PlatformPerson[]; now: Date },
): Promise<'opened' | 'closed' | 'none'> {
  const { kind, period, limit, used } = finding;
  const ended = await em.nativeUpdate(
    AlertEntity,
    { tenantId, kind, closedAt: null, ...(isWrong(finding) ? { period: { $ne: period } } : {}) },
    { closedAt: now },
  );
  if (!isWrong(finding)) return ended > 0 ? 'closed' : 'none';
  const known = await em.findOne(AlertEntity, { tenantId, kind, period, closedAt: null });
  if (known !== null) {
    const mostUsed = Math.max(known.mostUsed, used);
    await em.nativeUpdate(AlertEntity, { tenantId, id: known.id }, { seenAt: now, used, mostUsed, quotaLimit: limit });
    return 'none';
  }
  await open(em, { tenantId, ...finding }, { team, now, dropped: 0 });
  return 'opened';
}

/**
 * Records a finding, with a mail to everybody on the platform team, unless an alert of it is yet to be acknowledged.
 */
export async function raiseOnce(
  em: TenantEm,
  tenantId: string,
  finding: Finding,
  { team, now }: { team: readonly PlatformPerson[]; now: Date },
): Promise<void> {
  const { kind, period, limit, used } = finding;
  const known = await em.findOne(AlertEntity, { tenantId, kind, period, acknowledgedAt: null });
  if (known === null) return open(em, { tenantId, ...finding }, { team, now, dropped: 0 });
  const mostUsed = Math.max(known.mostUsed, used);
  const seen = { seenAt: now, closedAt: null, used, mostUsed, quotaLimit: limit };
  await em.nativeUpdate(AlertEntity, { tenantId, id: known.id }, seen);
}

/** Closes the tenant's alerts of a kind. */
export async function closeAlerts(em: TenantEm, tenantId: string, of: { kind: AlertKind; at: Date }): Promise<void> {
  await em.nativeUpdate(AlertEntity, { tenantId, kind: of.kind, closedAt: null }, { closedAt: of.at });
}

/** Raises an alert, and mails everybody on the platform team. */
async function open(
  em: TenantEm,
  { tenantId, kind, period, limit, used }: Finding & { tenantId: string },
  { team, now, dropped }: { team: readonly PlatformPerson[]; now: Date; dropped: number },
): Promise<void> {
  const id = newId(now.getTime());
  await em.insert(AlertEntity, {
    tenantId,
    id,
    kind,
    period,
    quotaLimit: limit,
    used,
    mostUsed: used,
    dropped,
    openedAt: now,
    seenAt: now,
    closedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  });
  for (const { name, email } of team) {
    await queueServiceMail(em, tenantId, {
      kind: 'alert',
      to: { name, address: email },
      aboutId: id,
      fact: { about: kind, limit, used, period },
      now,
    });
  }
}

/**
 * Records that mails were dropped because the month's quota is used up (R19): one alert per tenant and month, with the
 * number dropped so far, and a mail to everybody on the platform team when it is raised.
 */
export async function raiseMailsUsedUp(
  em: TenantEm,
  tenantId: string,
  about: { period: string; limit: number; used: number; dropped: number },
  { team, now }: { team: () => Promise<readonly PlatformPerson[]>; now: Date },
): Promise<'opened' | 'none'> {
  const { period, limit, used, dropped } = about;
  const of = { tenantId, kind: 'emails_used_up', period } as const;
  const seen = { seenAt: now, closedAt: null, quotaLimit: limit, used, mostUsed: used, dropped };
  if ((await em.nativeUpdate(AlertEntity, of, seen)) > 0) return 'none';
  await open(em, { ...of, limit, used }, { team: await team(), now, dropped });
  return 'opened';
}

/**
 * Records that more mails than usual were due within an hour (mail-guard.ts): one alert per tenant and day (UTC), with
 * the highest number, and a mail to everybody on the platform team when it is raised.
 */
export async function raiseMailFlood(
  em: TenantEm,
  tenantId: string,
  { used, limit }: MailFlood,
  { team, now }: { team: () => Promise<readonly PlatformPerson[]>; now: Date },
): Promise<'opened' | 'none'> {
  const of = { tenantId, kind: 'mail_flood', period: dayOf(now) } as const;
  const known = await em.findOne(AlertEntity, of);
  if (known === null) {
    await open(em, { ...of, limit, used }, { team: await team(), now, dropped: 0 });
    return 'opened';
  }
  const seen = { seenAt: now, used, mostUsed: Math.max(known.mostUsed, used), quotaLimit: limit };
  await em.nativeUpdate(AlertEntity, { tenantId, id: known.id }, seen);
  return 'none';
}

/** Closes the alert of a flood of mails when its day is over. */
export async function closeMailFloods(em: TenantEm, tenantId: string, now: Date): Promise<'closed' | 'none'> {
  const of = { tenantId, kind: 'mail_flood' as const, closedAt: null, period: { $ne: dayOf(now) } };
  return (await em.nativeUpdate(AlertEntity, of, { closedAt: now })) > 0 ? 'closed' : 'none';
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Closes the alert of used-up mails when its month is over, or when the limit leaves room again. */
export async function closeMailsUsedUp(
  em: TenantEm,
  tenantId: string,
  now: { month: string; used: number; limit: number },
  at: Date,
): Promise<'closed' | 'none'> {
  const over = now.used < now.limit ? {} : { period: { $ne: now.month } };
  const of = { tenantId, kind: 'emails_used_up' as const, closedAt: null, ...over };
  return (await em.nativeUpdate(AlertEntity, of, { closedAt: at })) > 0 ? 'closed' : 'none';
}

/** Records who acknowledged the alert; only the first counts. False if there is no such alert. */
export async function acknowledgeAlert(
  em: TenantEm,
  tenantId: string,
  { alertId, by, now }: { alertId: string; by: string; now: Date },
): Promise<boolean> {
  const change = { acknowledgedAt: now, acknowledgedBy: by };
  const done = await em.nativeUpdate(AlertEntity, { tenantId, id: alertId, acknowledgedAt: null }, change);
  return done > 0 || (await em.count(AlertEntity, { tenantId, id: alertId })) > 0;
}
