import type { Status } from '../../domain/status.ts';
import type { Orm } from '../orm.ts';

/** A ticket whose workflow has to be reminded. */
export type OverdueTicket = Readonly<{ tenantId: string; ticketId: string; status: Status }>;

/** Tickets of all tenants whose mail is overdue, or whose row is ahead of what their workflow has confirmed. */
export async function overdueTickets(
  orm: Orm,
  { graceSeconds, atMost }: { graceSeconds: number; atMost: number },
): Promise<OverdueTicket[]> {
  return orm.em.fork().execute<OverdueTicket[]>(
    `select tenant_id as "tenantId", ticket_id as "ticketId", status
     from overdue_tickets(make_interval(secs => ?), ?)`,
    [graceSeconds, atMost],
  );
}

/** Sums up the count rows of all tenants, so that reading them stays cheap. */
export async function rollUpCounts(orm: Orm): Promise<void> {
  await orm.em.fork().execute('select roll_up_counts()');
}
