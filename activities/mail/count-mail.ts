import { log } from '@temporalio/activity';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { platformTeam } from '../../src/host/identity/platform-users.ts';
import { raiseMailsUsedUp } from '../../src/host/licence/alerts.ts';
import { countDropped, giveBackMail, mailUse, reserveMail } from '../../src/host/licence/mail-quota.ts';
import { readLicence } from '../../src/host/licence/read-licence.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import type { ClaimedNotice } from './claim-notices.ts';

type CountTools = Readonly<{ orm: Orm; operations: Operations }>;

/**
 * The month's quota is used up: the mail is dropped, and not kept for later (R19). Or the notice is no longer ours to send:
 * our lease has run out, and another worker has it.
 */
export type Uncounted = Readonly<{ kind: 'used_up' | 'taken' }>;

/**
 * Counts the notice's mail in the month of `now`, in a transaction of its own that ends before anything is sent: a worker
 * that dies between the two has used one mail too many, never sent one too many. Null when it is counted. Where the quota
 * is used up, the drop is written down and counted, and the platform team's alert of the month raised.
 */
export async function countMail(
  tools: CountTools,
  tenantId: string,
  notice: Pick<ClaimedNotice, 'id' | 'attempts'>,
  now: Date,
): Promise<Uncounted | null> {
  const result = await inTenant(tools.orm, tenantId, async (em) => {
    const limit = (await readLicence(em, tenantId))?.maxEmailsMonth ?? 0;
    const month = await reserveMail(em, tenantId, { limit, at: now });
    // What is counted and what the notice says change together or not at all.
    const claim = { tenantId, id: notice.id, attempts: notice.attempts };
    const change = month === null ? dropped : { countedMonth: month };
    if ((await em.nativeUpdate(NoticeEntity, claim, change)) === 0) {
      if (month !== null) await giveBackMail(em, tenantId, month);
      return 'taken';
    }
    if (month !== null) return 'counted';
    const droppedSoFar = await countDropped(em, tenantId, now);
    const { month: period, used } = await mailUse(em, tenantId, now);
    const team = () => platformTeam(tools.orm);
    const about = { period, limit, used, dropped: droppedSoFar };
    return raiseMailsUsedUp(em, tenantId, about, { team, now });
  });
  if (result === 'opened') {
    await tools.operations.wakeServiceMail().catch((error: unknown) => {
      log.warn('Could not be set going at once; the refresh schedule will', { error });
    });
  }
  if (result === 'counted') return null;
  return { kind: result === 'taken' ? 'taken' : 'used_up' };
}

const dropped = { state: 'dropped', nextTryAt: null, leasedUntil: null } as const;

/** Gives the mail of a notice back that has finally failed, unless one of its deliveries may have arrived all the same. */
export async function giveBack(
  em: TenantEm,
  tenantId: string,
  notice: ClaimedNotice,
  last: Readonly<{ kind: string; unknown?: true }>,
): Promise<void> {
  if (notice.outcome_unknown || last.unknown) return;
  const row = await em.findOneOrFail(NoticeEntity, { tenantId, id: notice.id }, { refresh: true });
  if (row.countedMonth == null) return;
  await em.nativeUpdate(NoticeEntity, { tenantId, id: notice.id }, { countedMonth: null });
  await giveBackMail(em, tenantId, row.countedMonth);
}
