import { inTenant } from '../in-tenant.ts';
import type { Orm } from '../orm.ts';

type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/**
 * A ticket that gave no answer or whose workflow is stuck. `reported`: somebody waited in vain, and it has not been
 * looked at yet. `failing`: its workflow task keeps failing. `held`: it fails, and is left to a person. `healed`:
 * another run has taken over.
 */
export type StuckTicket = TicketKey &
  Readonly<{
    tenantName: string;
    number: string;
    /** Closed or cancelled: it needs no workflow. */
    final: boolean;
    state: 'reported' | 'failing' | 'held' | 'healed';
    reportedAt: Date;
    failingSince: Date | null;
    attempt: number | null;
    cause: string | null;
    /** When its workflow was restarted, oldest first. */
    healedAt: readonly Date[];
  }>;

type Row = Omit<StuckTicket, 'reportedAt' | 'failingSince' | 'healedAt'> & {
  reportedAt: string;
  failingSince: string | null;
  healedAt: readonly string[];
};

/** Tickets of all tenants in trouble, and those healed since then; the last reported first. */
export async function stuckTickets(orm: Orm, asked: { healedSince: Date; atMost: number }): Promise<StuckTicket[]> {
  const rows = await orm.em.fork().execute<Row[]>(
    `select tenant_id as "tenantId", tenant_name as "tenantName", ticket_id as "ticketId", number, final, state,
       reported_at as "reportedAt", failing_since as "failingSince", attempt, cause,
       array_to_json(healed_at) as "healedAt"
     from stuck_tickets(?, ?)`,
    [asked.healedSince, asked.atMost],
  );
  return rows.map((row) => ({
    ...row,
    reportedAt: new Date(row.reportedAt),
    failingSince: row.failingSince === null ? null : new Date(row.failingSince),
    healedAt: row.healedAt.map((at) => new Date(at)),
  }));
}

/** How many tickets are stuck now. */
export async function countFailing(orm: Orm): Promise<number> {
  const [row] = await orm.em.fork().execute<{ n: string }[]>('select failing_tickets() as n');
  return Number(row?.n ?? 0);
}

/** Records that somebody waited for the ticket in vain, or that its row has long been overdue. */
export async function reportStuck(orm: Orm, { tenantId, ticketId }: TicketKey, now: Date): Promise<void> {
  await inTenant(orm, tenantId, (em) =>
    em.execute(
      `insert into stuck_ticket (tenant_id, ticket_id, state, reported_at)
       select tenant_id, id, 'reported', ? from ticket where id = ?
       on conflict (tenant_id, ticket_id) do update set reported_at = excluded.reported_at,
         state = case when stuck_ticket.state = 'healed' then 'reported' else stuck_ticket.state end`,
      [now, ticketId],
    ),
  );
}

/** Records how its workflow was found: failing, or left to a person. */
export async function recordFailing(
  orm: Orm,
  { tenantId, ticketId }: TicketKey,
  found: Readonly<{ state: 'failing' | 'held'; since: Date; attempt: number; cause: string | null }>,
): Promise<void> {
  await inTenant(orm, tenantId, (em) =>
    em.execute('update stuck_ticket set state = ?, failing_since = ?, attempt = ?, cause = ? where ticket_id = ?', [
      found.state,
      found.since,
      found.attempt,
      found.cause,
      ticketId,
    ]),
  );
}

/** Records that another run has taken the ticket over. */
export async function recordHealed(orm: Orm, { tenantId, ticketId }: TicketKey, now: Date): Promise<void> {
  await inTenant(orm, tenantId, (em) =>
    em.execute(
      `update stuck_ticket set state = 'healed', healed_at = (healed_at || ?::timestamptz(3))[greatest(1, cardinality(healed_at) - 8):]
       where ticket_id = ?`,
      [now, ticketId],
    ),
  );
}

/** Deletes a report that proved unfounded; earlier restarts are kept. */
export async function recordHealthy(orm: Orm, { tenantId, ticketId }: TicketKey): Promise<void> {
  await inTenant(orm, tenantId, async (em) => {
    await em.execute(`delete from stuck_ticket where ticket_id = ? and healed_at = '{}'`, [ticketId]);
    await em.execute(`update stuck_ticket set state = 'healed' where ticket_id = ?`, [ticketId]);
  });
}
