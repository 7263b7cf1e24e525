import { type ReporterSays, reporterSays } from '../../domain/reporter-says.ts';
import type { Status } from '../../domain/status.ts';
import type { ResolutionAnswer, Ticket } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { TextEntity, TicketEntity } from '../ticket-entities.ts';
import { ticketFromRow } from '../ticket-row.ts';

/** A ticket that another page refers to, with what its reporter says of it, if that is more than its status. */
export type LinkedTicket = Readonly<{
  number: string;
  title: string;
  status: Status;
  says: ReporterSays | null;
  updatedAt: Date;
}>;

/** The ticket with that number, or null. A ticket of another tenant is not even visible. */
export async function readTicketByNumber(em: TenantEm, number: string): Promise<Ticket | null> {
  const row = await em.findOne(TicketEntity, { number });
  return row === null ? null : ticketFromRow(row);
}

/** The number of the ticket with that id. */
export async function readNumberOf(em: TenantEm, id: string): Promise<string | null> {
  const [row] = await em.execute<{ number: string }[]>('select number from ticket where id = ?', [id]);
  return row?.number ?? null;
}

/** The ticket's current description. */
export async function readDescription(em: TenantEm, ticket: Ticket): Promise<string> {
  return (await readEarlierDescription(em, ticket, ticket.descriptionTextId)) ?? '';
}

/** A current or former description of the ticket, by the text's id; null if the text is not one. */
export async function readEarlierDescription(em: TenantEm, ticket: Ticket, textId: string): Promise<string | null> {
  const { tenantId, id: ticketId } = ticket;
  const text = await em.findOne(TextEntity, { tenantId, id: textId, ticketId, kind: 'description' });
  return text?.body ?? null;
}

/** The newest other tickets of the same reporter; one more than `limit` if there are more. */
export async function readOtherTickets(em: TenantEm, ticket: Ticket, limit: number): Promise<LinkedTicket[]> {
  const rows = await em.execute<LinkedRow[]>(
    `select ${linkedColumns} from ticket t where t.reporter_id = ? and t.id <> ?
     order by t.updated_at desc, t.id desc limit ?`,
    [ticket.reporterId, ticket.id, limit + 1],
  );
  return rows.map(linkedTicket);
}

/**
 * The ticket that this one follows up on, and the first tickets that follow up on it; one more than `limit` if there
 * are more.
 */
export async function readFollowUps(
  em: TenantEm,
  ticket: Ticket,
  limit: number,
): Promise<{ earlier: LinkedTicket | null; later: LinkedTicket[] }> {
  const rows = await em.execute<(LinkedRow & { earlier: boolean })[]>(
    `(select ${linkedColumns}, false as earlier, t.created_at from ticket t where t.follow_up_of = ?
       order by t.created_at, t.number limit ?)
     union all
     select ${linkedColumns}, true as earlier, t.created_at from ticket t where t.id = ?
     order by created_at, number`,
    [ticket.id, limit + 1, ticket.followUpOf],
  );
  return {
    earlier: rows.filter((row) => row.earlier).map(linkedTicket)[0] ?? null,
    later: rows.filter((row) => !row.earlier).map(linkedTicket),
  };
}

/** Records how far a person has read: everything up to the ticket's last event was on their screen. */
export async function markSeen(em: TenantEm, userId: string, ticket: Ticket): Promise<void> {
  await em.execute(
    `insert into ticket_seen as s (tenant_id, user_id, ticket_id, sequence) values (?, ?, ?, ?)
     on conflict (tenant_id, user_id, ticket_id) do update set sequence = excluded.sequence
     where s.sequence < excluded.sequence`,
    [ticket.tenantId, userId, ticket.id, ticket.sequence],
    'run',
  );
}

/** The columns of a linked ticket `t`, which `linkedTicket` takes. */
export const linkedColumns = `t.number, t.title, t.status, t.resolution_answer as "resolutionAnswer",
  t.withdrawal_requested_at as "withdrawalRequestedAt", t.updated_at as "updatedAt"`;

export type LinkedRow = Pick<LinkedTicket, 'number' | 'title' | 'status'> &
  Readonly<{ resolutionAnswer: ResolutionAnswer | null; withdrawalRequestedAt: string | null; updatedAt: string }>;

/** The linked ticket of a row. */
export function linkedTicket(row: LinkedRow): LinkedTicket {
  const { number, title, status, updatedAt } = row;
  return { number, title, status, says: reporterSays(row), updatedAt: new Date(updatedAt) };
}
