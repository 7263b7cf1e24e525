import type { TenantEm } from '../../db/in-tenant.ts';
import { platformTeam } from '../../host/identity/platform-users.ts';
import type { Orm } from '../../db/orm.ts';
import { raiseMailFlood, raiseMailsUsedUp } from '../../host/licence/alerts.ts';
import { countDropped, mailUse, reserveMails } from '../../host/licence/mail-quota.ts';
import type { ClaimedNotice } from './claim.ts';
import type { Addressed } from './mail-of-notice.ts';
import type { NoticeFacts } from './notice-facts.ts';
import type { Verdict } from './verdict.ts';

type Change = Readonly<{ id: string; attempts: number; skip: string | null; month: string | null; drop: boolean }>;

/**
 * Records the verdicts before anything is sent, and returns the notices to be sent. Notices that were not counted for
 * an earlier attempt are counted in the month of `now`, the longest waiting first (R19): a worker that dies afterwards
 * has counted one mail too many, never sent one too many. What the quota has no room for is dropped, with one alert per
 * month for the platform team; more mails than usual raise one per day. A notice that was counted and is skipped now is
 * uncounted, unless it may have arrived.
 */
export async function recordVerdicts(
  orm: Orm,
  em: TenantEm,
  of: Readonly<{ tenantId: string; now: Date }>,
  verdicts: readonly Verdict[],
  facts: NoticeFacts,
): Promise<Addressed[]> {
  const { tenantId, now } = of;
  const ours = await lockOurs(em, tenantId, verdicts);
  const current = verdicts.filter(({ notice }) => ours.has(notice.id));
  const toSend = current.filter((verdict) => 'address' in verdict);
  const uncounted = toSend.filter(({ notice }) => notice.countedMonth === null);
  const quota = { wanted: uncounted.length, limit: facts.maxEmailsMonth, at: now };
  const { month, granted } = await reserveMails(em, tenantId, quota);
  const dropped = uncounted.slice(granted);
  await writeChanges(em, tenantId, [
    ...current.flatMap((verdict) =>
      'skip' in verdict ? [changeOf(verdict.notice, { skip: verdict.skip, month: null, drop: false })] : [],
    ),
    ...uncounted.slice(0, granted).map(({ notice }) => changeOf(notice, { skip: null, month, drop: false })),
    ...dropped.map(({ notice }) => changeOf(notice, { skip: null, month: null, drop: true })),
  ]);
  if (dropped.length > 0) {
    const soFar = await countDropped(em, tenantId, now, dropped.length);
    const { month: period, used } = await mailUse(em, tenantId, now);
    const about = { period, limit: facts.maxEmailsMonth, used, dropped: soFar };
    await raiseMailsUsedUp(em, tenantId, about, { team: () => platformTeam(orm), now });
  }
  const floods = current.flatMap(({ flood }) => flood ?? []);
  const worst = floods.toSorted((a, b) => b.used / b.limit - a.used / a.limit)[0];
  if (worst !== undefined) await raiseMailFlood(em, tenantId, worst, { team: () => platformTeam(orm), now });
  return toSend.filter((each) => !dropped.includes(each));
}

function changeOf({ id, attempts }: ClaimedNotice, change: Omit<Change, 'id' | 'attempts'>): Change {
  return { id, attempts, ...change };
}

/** The notices whose claim is still ours, locked: whoever has claimed one since then judges it again. */
async function lockOurs(em: TenantEm, tenantId: string, verdicts: readonly Verdict[]): Promise<Set<string>> {
  const claims = verdicts.map(({ notice: { id, attempts } }) => ({ id, attempts }));
  const rows = await em.execute<{ id: string }[]>(
    `select n.id from notice n
     join jsonb_to_recordset(?::jsonb) as c (id uuid, attempts integer) on c.id = n.id and c.attempts = n.attempts
     where n.tenant_id = ? and n.leased_until is not null for update of n`,
    [JSON.stringify(claims), tenantId],
  );
  return new Set(rows.map(({ id }) => id));
}

async function writeChanges(em: TenantEm, tenantId: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await em.execute(
    `with change as (
       select * from jsonb_to_recordset(?::jsonb) as c (id uuid, skip text, month text, drop boolean)
     ), returned as (
       select n.id, n.counted_month as month from notice n join change c on c.id = n.id
       where n.tenant_id = ? and c.skip is not null and n.counted_month is not null and not n.outcome_unknown
     ), given as (
       update mail_month m set used = m.used - r.mails
       from (select month, count(*)::integer as mails from returned group by month) r where m.month = r.month
     )
     update notice n set skip_reason = c.skip,
       state = case when c.skip is not null then 'skipped' when c.drop then 'dropped' else n.state end,
       next_try_at = case when c.skip is not null or c.drop then null else n.next_try_at end,
       leased_until = case when c.skip is not null or c.drop then null else n.leased_until end,
       counted_month = case when n.id in (select r.id from returned r) then null
         else coalesce(c.month, n.counted_month) end
     from change c where n.tenant_id = ? and n.id = c.id`,
    [JSON.stringify(changes), tenantId, tenantId],
  );
}
