import type { TenantEm } from '../../db/in-tenant.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import type { MailsLately } from '../../domain/mail-guard.ts';
import type { ClaimedNotice } from './claim.ts';
import { idsOf } from '../ids-of.ts';

type Counted = Pick<ClaimedNotice, 'ticketId' | 'recipientId' | 'recipientAddress' | 'actorId'>;

/**
 * How many mails a tenant has sent within the last hour, as the guard against floods needs it; it keeps counting.
 */
export class SentLately {
  readonly #counts: Map<string, number>;

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = new Map(counts);
  }

  /** The counts that the notice's mail would add to. */
  before(notice: Counted): MailsLately {
    const of = (key: string | null): number => (key === null ? 0 : (this.#counts.get(key) ?? 0));
    const { ticket, person, actor, tenant } = keysOf(notice);
    return {
      aboutTicket: of(ticket),
      toPerson: of(person),
      byActor: actor === null ? null : of(actor),
      ofTenant: of(tenant),
    };
  }

  /** Counts the notice's mail, which is to be sent. */
  add(notice: Counted): void {
    for (const key of Object.values(keysOf(notice))) {
      if (key !== null) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }
}

/**
 * Counts the tenant's mails that were sent or are on their way, in total and in relation to these notices. Batches
 * overlap, so what an earlier one is still sending counts as sent.
 */
export async function readSentLately(
  em: TenantEm,
  { tenantId, now }: Readonly<{ tenantId: string; now: Date }>,
  notices: readonly ClaimedNotice[],
): Promise<SentLately> {
  const ticketIds = idsOf(notices.map(({ ticketId }) => ticketId));
  const recipientIds = idsOf(notices.map(({ recipientId }) => recipientId));
  const actorIds = [...new Set(notices.flatMap(({ actorId }) => actorId ?? []))];
  const rows = await em.execute<(Counted & { n: number })[]>(
    `with lately as materialized (
       select ticket_id, recipient_id, recipient_address, actor_id from notice
       where tenant_id = ? and sent_at > ?::timestamptz - interval '1 hour'
       union all
       select ticket_id, recipient_id, recipient_address, actor_id from notice
       where tenant_id = ? and next_try_at is not null and leased_until > ? and counted_month is not null
     )
     select null::uuid as "ticketId", null::uuid as "recipientId", null::text as "recipientAddress",
       null::text as "actorId", count(*)::int as n from lately
     union all
     select ticket_id, recipient_id, recipient_address, null, count(*)::int from lately
       where ticket_id = any(?::uuid[]) group by 1, 2, 3
     union all
     select null, recipient_id, null, null, count(*)::int from lately where recipient_id = any(?::uuid[]) group by 2
     union all
     select null, null, null, actor_id, count(*)::int from lately
       where actor_id in (select jsonb_array_elements_text(?::jsonb)) group by 4`,
    [tenantId, now, tenantId, now, ticketIds, recipientIds, JSON.stringify(actorIds)],
  );
  return new SentLately(new Map(rows.map((row) => [keyOf(row), row.n])));
}

/** What a mail counts towards, for each kind; null if nothing. A queue address is meant to get many mails. */
function keysOf({ ticketId, recipientId, recipientAddress, actorId }: Counted) {
  return {
    tenant: 'tenant',
    ticket: `ticket ${ticketId} ${recipientId ?? normalAddress(recipientAddress ?? '')}`,
    person: recipientId === null ? null : `person ${recipientId}`,
    actor: actorId === null ? null : `actor ${actorId}`,
  };
}

function keyOf(row: Counted): string {
  const { tenant, ticket, person, actor } = keysOf(row);
  return row.ticketId === null ? (actor ?? person ?? tenant) : ticket;
}
