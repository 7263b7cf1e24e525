import { Context, log } from '@temporalio/activity';
import { recordAuditRun } from '../../src/db/upkeep/audit-runs.ts';
import { requestRelease, ticketsToRelease } from '../../src/db/upkeep/releases.ts';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { tenantIdsAfter } from '../../src/db/upkeep/tenants.ts';
import { type PlatformPerson, platformTeam } from '../../src/host/identity/platform-users.ts';
import { closeMailFloods, closeMailsUsedUp, type Finding, recordFinding } from '../../src/host/licence/alerts.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { type MailDrift, mailDrift } from '../../src/host/licence/mail-drift.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import { readLicence } from '../../src/host/licence/read-licence.ts';
import { seatsInUse } from '../../src/host/permissions/agents.ts';
import { lockTenant } from '../../src/host/tenants/lock-tenant.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import type { AuditProgress } from '../../src/temporal/messages.ts';

type AuditTools = Readonly<{ orm: Orm; operations: Operations; now: () => Date }>;

/** Asks for the next page of the audit `run`, given its progress so far. */
export type AuditRequest = Readonly<{ run: string; progress: AuditProgress }>;

const pageSize = 100;

type Found = Readonly<{ opened: number; closed: number; left: boolean }>;

/**
 * Looks at the next hundred tenants: records which quotas are exceeded and which no longer are (R14), and starts the
 * release of former agents' tickets where it was missed (R6). A suspended or expired licence counts like any other. A
 * tenant that fails is counted and does not stop the others. Returns the new progress, which the console shows too.
 */
export async function auditTenants(
  tools: AuditTools,
  { run, progress }: AuditRequest,
): Promise<{ progress: AuditProgress; finished: boolean }> {
  const team = await platformTeam(tools.orm);
  const ids = await tenantIdsAfter(tools.orm, progress.cursor, pageSize);
  const done = { ...progress };
  const keep = (finished: boolean) => recordAuditRun(tools.orm, { ...done, id: run, seenAt: tools.now(), finished });
  await keep(false);
  for (const tenantId of ids) {
    Context.current().cancellationSignal.throwIfAborted();
    try {
      const found = await inTenant(tools.orm, tenantId, (em) => audit(em, tenantId, { team, now: tools.now() }));
      done.opened += found.opened;
      done.closed += found.closed;
      if (found.left) await started(tools.operations.releaseTickets(tenantId));
    } catch (error) {
      log.warn('A tenant could not be audited', { tenantId, error });
      done.failed += 1;
    }
    done.lookedAt += 1;
    done.cursor = tenantId;
    Context.current().heartbeat();
  }
  const finished = ids.length < pageSize;
  await keep(finished);
  return { progress: done, finished };
}

/**
 * Audits one tenant under its lock, so that nobody changes permissions meanwhile and two audits record an overrun once.
 */
async function audit(
  em: TenantEm,
  tenantId: string,
  by: { team: readonly PlatformPerson[]; now: Date },
): Promise<Found> {
  await lockTenant(em, tenantId);
  const left = (await ticketsToRelease(em, { after: null, atMost: 1 })).length > 0;
  if (left) await requestRelease(em, tenantId);
  const licence = await readLicence(em, tenantId);
  if (licence === null) {
    const closed = await em.nativeUpdate(AlertEntity, { tenantId, closedAt: null }, { closedAt: by.now });
    return { opened: 0, closed, left };
  }
  const mails = await mailUse(em, tenantId, by.now);
  const period = mails.month;
  const findings: Finding[] = [
    { kind: 'agents_over_quota', period: '', limit: licence.maxAgents, used: await seatsInUse(em) },
    { kind: 'emails_over_quota', period, limit: licence.maxEmailsMonth, used: mails.used },
    driftIn(await mailDrift(em, tenantId, by.now), period),
  ];
  const outcomes: string[] = [];
  for (const finding of findings) outcomes.push(await recordFinding(em, tenantId, finding, by));
  outcomes.push(await closeMailsUsedUp(em, tenantId, { ...mails, limit: licence.maxEmailsMonth }, by.now));
  outcomes.push(await closeMailFloods(em, tenantId, by.now));
  const counted = (what: string): number => outcomes.filter((outcome) => outcome === what).length;
  return { opened: counted('opened'), closed: counted('closed'), left };
}

/** A counter that disagrees with the ledger (R19): too many mails would be sent, or too few. */
function driftIn(drift: MailDrift | null, period: string): Finding {
  return {
    kind: 'mail_count_drift',
    period: drift?.month ?? period,
    limit: drift?.listed ?? 0,
    used: drift?.counted ?? 0,
  };
}

/** A failure to start is only logged: the request is in the database, where the refresh schedule finds it. */
async function started(operation: Promise<void>): Promise<void> {
  await operation.catch((error: unknown) => {
    log.warn('Could not be set going at once; the refresh schedule will', { error });
  });
}
