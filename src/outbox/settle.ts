import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import { nextTryAt } from '../domain/retry.ts';
import type { Delivery } from './delivery.ts';
import type { Claim, HeldItem, OutboxTable } from './item.ts';

/** The outcome of an item: delivered or not, or given back untried because the worker is to rest. */
export type Settlement = HeldItem & Readonly<{ delivery: Delivery | null }>;

/**
 * Records the outcomes of items, of any tenants, in one transaction per tenant. An item that another worker has claimed
 * meanwhile is left to it. A mail that has finally failed is uncounted in its month, unless one of its deliveries may
 * have arrived all the same.
 */
export async function settle(orm: Orm, settlements: readonly Settlement[], now: Date): Promise<void> {
  for (const [tenantId, ofTenant] of Map.groupBy(settlements, ({ claim }) => claim.tenantId)) {
    await inTenant(orm, tenantId, async (em) => {
      for (const [table, ofTable] of Map.groupBy(ofTenant, (each) => each.table)) {
        await em.execute(settleSql(table), [JSON.stringify(ofTable.map((each) => outcomeOf(each, now))), tenantId]);
      }
    });
  }
}

/** The new state of a row (R20): sent, failed, to be retried after a growing pause, or as it was before the claim. */
function outcomeOf({ claim, delivery }: Settlement, now: Date) {
  const key = { id: claim.id, attempts: claim.attempts, unknown: delivery?.unknown ?? false };
  if (delivery === null) return { ...key, tries: claim.attempts - 1 };
  const change = { ...key, tries: claim.attempts, answer: delivery.answer };
  if (delivery.kind === 'sent') return { ...change, state: 'sent', sent: now, next: null };
  const next = delivery.kind === 'permanent' ? null : nextTry(claim, now);
  return next === null ? { ...change, state: 'failed', next } : { ...change, state: 'retrying', next };
}

function nextTry({ triedSince, attempts, triesBefore }: Claim, now: Date): Date | null {
  const next = nextTryAt(triedSince.getTime(), attempts - triesBefore, now.getTime());
  return next === null ? null : new Date(next);
}

const settleSql = (table: OutboxTable): string => `
  with outcome as (
    select * from jsonb_to_recordset(?::jsonb)
      as o (id uuid, attempts integer, tries integer, state text, sent timestamptz, next timestamptz, answer text,
        unknown boolean)
  ), returned as (
    select i.id, i.counted_month as month from ${table} i join outcome o on o.id = i.id and o.attempts = i.attempts
    where o.state = 'failed' and i.leased_until is not null and i.counted_month is not null
      and not (i.outcome_unknown or o.unknown)
    for update of i
  ), settled as (
    update ${table} i set leased_until = null, attempts = o.tries, state = coalesce(o.state, i.state),
      sent_at = coalesce(o.sent, i.sent_at), last_answer = coalesce(o.answer, i.last_answer),
      next_try_at = case when o.state is null then i.next_try_at else o.next end,
      outcome_unknown = i.outcome_unknown or o.unknown,
      counted_month = case when i.id in (select r.id from returned r) then null else i.counted_month end
    from outcome o
    where i.tenant_id = ? and i.id = o.id and i.attempts = o.attempts and i.leased_until is not null
  )
  update mail_month m set used = m.used - r.mails
  from (select month, count(*)::integer as mails from returned group by month) r
  where m.month = r.month`;
