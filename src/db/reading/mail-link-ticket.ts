import type { Status } from '../../domain/status.ts';
import type { ResolutionAnswer } from '../../domain/ticket.ts';
import { holds } from '../../host/permissions/agents.ts';
import type { AnsweredResolution } from '../../mail/answer-token.ts';
import type { TenantEm } from '../in-tenant.ts';

/** A ticket as shown by the link in the mail about one of its resolutions. */
export type AnsweredTicket = Readonly<{
  number: string;
  title: string;
  status: Status;
  /** Whether the status has changed since: then this resolution is no longer the current one. */
  overtaken: boolean;
  /** The text of this resolution's solution. */
  solution: string | null;
  /** The reporter's last answer to the current resolution, through this link or in the desk. */
  answer: ResolutionAnswer | null;
  answeredAt: Date | null;
  /** Whether the reporter may file a ticket, such as a follow-up. */
  mayCreate: boolean;
}>;

/** The ticket of an existing resolution. One query, so that all of it is from the same moment. */
export async function answeredTicket(em: TenantEm, resolution: AnsweredResolution): Promise<AnsweredTicket> {
  const { tenantId, ticketId, sequence } = resolution;
  const [row] = await em.execute<(Omit<AnsweredTicket, 'answeredAt'> & { answeredAt: Date | string | null })[]>(
    `select k.number, k.title, k.status, k.resolution_answer as answer,
       exists (
         select 1 from ticket_event later
         where later.tenant_id = e.tenant_id and later.ticket_id = e.ticket_id and later.sequence > e.sequence
           and later.type = 'status_changed') as overtaken,
       (select x.body from ticket_event s
         join ticket_text x on x.tenant_id = s.tenant_id and x.id = s.text_id
         where s.tenant_id = e.tenant_id and s.ticket_id = e.ticket_id and s.version = e.version
           and s.type = 'comment_added' and s.audience = 'public' and (s.fact->>'solution')::boolean) as solution,
       (select max(a.occurred_at) from ticket_event a
         where a.tenant_id = e.tenant_id and a.ticket_id = e.ticket_id and a.sequence > e.sequence
           and a.type = 'resolution_answered') as "answeredAt",
       ${holds('tickets:create')} as "mayCreate"
     from ticket_event e
     join ticket k on k.tenant_id = e.tenant_id and k.id = e.ticket_id
     join app_user u on u.tenant_id = k.tenant_id and u.id = k.reporter_id
     where e.tenant_id = ? and e.ticket_id = ? and e.sequence = ?`,
    [tenantId, ticketId, sequence],
  );
  if (row === undefined) throw new Error(`Ticket ${ticketId} has no event ${sequence}`);
  return { ...row, answeredAt: row.answeredAt === null ? null : new Date(row.answeredAt) };
}
