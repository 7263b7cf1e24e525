import type { TenantEm } from '../src/db/in-tenant.ts';
import type { MailEvent } from '../src/domain/notices.ts';
import type { Status } from '../src/domain/status.ts';
import type { TicketType } from '../src/domain/ticket.ts';
import type { TextKind } from '../src/domain/event.ts';

/** A notice that this worker holds for as long as its lease lasts, with all that its mail says. */
export type ClaimedNotice = Readonly<{
  id: string;
  event: MailEvent;
  audience: 'reporter' | 'agents';
  attempts: number;
  message_id: string;
  created_at: Date;
  status: Status;
  recipient_address: string | null;
  recipient_email: string | null;
  recipient_name: string | null;
  recipient_active: boolean | null;
  number: string;
  title: string;
  type: TicketType;
  reporter_name: string;
  assignee_name: string | null;
  body: string | null;
  body_kind: TextKind | null;
  body_is_solution: boolean;
  tenant_name: string;
}>;

/** So long a notice belongs to the worker that took it; a worker that dies lets go of it then. In seconds. */
export const leaseSeconds = 180;

/**
 * Takes the ticket's due notices, oldest first, and counts the attempt. Two callers never hold the same notice: the rows
 * are locked while they are taken, and leased after that.
 */
export async function claimNotices(
  em: TenantEm,
  of: { tenantId: string; ticketId: string; now: Date; atMost: number },
): Promise<ClaimedNotice[]> {
  return em.execute<ClaimedNotice[]>(
    `with due as (
       select tenant_id, id from notice
       where tenant_id = ? and ticket_id = ? and next_try_at <= ? and coalesce(leased_until, '-infinity') <= ?
       order by created_at, id limit ? for update skip locked
     ), taken as (
       update notice n set leased_until = ?::timestamptz + make_interval(secs => ?), attempts = attempts + 1
       from due where n.tenant_id = due.tenant_id and n.id = due.id
       returning n.*
     )
     select n.id, n.event, n.audience, n.attempts, n.message_id, n.created_at, n.status,
       n.recipient_address, u.email as recipient_email, u.name as recipient_name, u.active as recipient_active,
       k.number, k.title, k.type, r.name as reporter_name, a.name as assignee_name,
       x.body, x.kind as body_kind, coalesce((e.fact ->> 'solution')::boolean, false) as body_is_solution,
       t.name as tenant_name
     from taken n
     join ticket k on k.tenant_id = n.tenant_id and k.id = n.ticket_id
     join tenant t on t.id = n.tenant_id
     join app_user r on r.tenant_id = k.tenant_id and r.id = k.reporter_id
     left join app_user a on a.tenant_id = n.tenant_id and a.id = n.assignee_id
     left join app_user u on u.tenant_id = n.tenant_id and u.id = n.recipient_id
     left join ticket_text x on x.tenant_id = n.tenant_id and x.id = n.text_id
     left join ticket_event e on e.tenant_id = n.tenant_id and e.ticket_id = n.ticket_id and e.text_id = n.text_id
     order by n.created_at, n.id`,
    [of.tenantId, of.ticketId, of.now, of.now, of.atMost, of.now, leaseSeconds],
  );
}
