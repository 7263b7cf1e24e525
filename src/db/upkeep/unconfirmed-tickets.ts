import type { Status } from '../../domain/status.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Orm } from '../orm.ts';

/** A version of a ticket. */
export type TicketVersion = Readonly<{ tenantId: string; ticketId: string; version: number }>;

/** A ticket whose row may be ahead of its workflow. */
export type UnconfirmedTicket = Readonly<{ tenantId: string; ticketId: string; status: Status }>;

/** Records, in the transaction that saves a version, that the workflow is not yet confirmed to have it. */
export async function markUnconfirmed(em: TenantEm, { tenantId, ticketId, version }: TicketVersion): Promise<void> {
  await em.execute(
    `insert into ticket_unconfirmed (tenant_id, ticket_id, version) values (?, ?, ?)
     on conflict (tenant_id, ticket_id) do update set version = excluded.version`,
    [tenantId, ticketId, version],
  );
}

/** Records that workflows have these versions, as their answers have shown. For any tenants, in one statement. */
export async function confirmVersions(orm: Orm, versions: readonly TicketVersion[]): Promise<void> {
  await orm.em
    .fork()
    .execute('select confirm_versions(?::uuid[], ?::uuid[], ?::integer[])', [
      `{${versions.map(({ tenantId }) => tenantId).join(',')}}`,
      `{${versions.map(({ ticketId }) => ticketId).join(',')}}`,
      `{${versions.map(({ version }) => version).join(',')}}`,
    ]);
}

/** Records that the workflow loads the ticket's row as it is in this transaction. */
export async function confirmVersion(em: TenantEm, { tenantId, ticketId, version }: TicketVersion): Promise<void> {
  await em.execute('delete from ticket_unconfirmed where tenant_id = ? and ticket_id = ? and version <= ?', [
    tenantId,
    ticketId,
    version,
  ]);
}

/** Tickets of all tenants whose version has not been confirmed for that long, longest first. */
export async function unconfirmedTickets(
  orm: Orm,
  { graceSeconds, atMost }: { graceSeconds: number; atMost: number },
): Promise<UnconfirmedTicket[]> {
  return orm.em
    .fork()
    .execute<UnconfirmedTicket[]>(
      `select tenant_id as "tenantId", ticket_id as "ticketId", status from unconfirmed_tickets(make_interval(secs => ?), ?)`,
      [graceSeconds, atMost],
    );
}
