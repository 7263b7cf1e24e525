import type { ActorRef } from '../../domain/actor.ts';
import type { TextRef, TicketEvent } from '../../domain/event.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { TextEntity, TicketEntity } from '../ticket-entities.ts';
import { ticketFromRow } from '../ticket-row.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';
import { UserEntity } from '../../host/identity/user.ts';

/** How a reporter names a ticket: by its number or by its id. */
export type DeskTicketName = Readonly<{ number: string }> | Readonly<{ id: string }>;

export type DeskTicket = Readonly<{
  ticket: Ticket;
  description: string;
  assigneeName: string | null;
  /** The ticket that this one follows up on, if it is the reporter's own. */
  followUpOf: Readonly<{ number: string; title: string }> | null;
}>;

/**
 * Something that the reporter may know, with the names that it speaks of. `words` is a comment's or a reason's text, or
 * what an asset was called.
 */
export type DeskEvent = Readonly<{
  sequence: number;
  occurredAt: Date;
  actor: ActorRef;
  actorName: string | null;
  /** What the key is called by which the reporter has acted; keys of others are for agents to know. */
  keyName: string | null;
  assigneeName: string | null;
  fact: DeskFact;
  words: string | null;
}>;

const told = [
  'created',
  'status_changed',
  'assigned',
  'comment_added',
  'resolution_answered',
  'withdrawal_requested',
  'asset_linked',
  'asset_unlinked',
  'movement_linked',
  'movement_unlinked',
] as const;

export type DeskFact = Extract<TicketEvent<TextRef>, { type: (typeof told)[number] }>;

/** The reporter's own ticket, or null: whether there is none or it is somebody else's is not told (R22). */
export async function ownTicket(em: TenantEm, reporterId: string, name: DeskTicketName): Promise<Ticket | null> {
  const row = await em.findOne(TicketEntity, { ...name, reporterId });
  return row === null ? null : ticketFromRow(row);
}

/** The reporter's own ticket as its page shows it, without its conversation, or null. */
export async function deskTicket(em: TenantEm, reporterId: string, name: DeskTicketName): Promise<DeskTicket | null> {
  const ticket = await ownTicket(em, reporterId, name);
  if (ticket === null) return null;
  const { tenantId, assigneeId, followUpOf } = ticket;
  const description = await em.findOneOrFail(TextEntity, { tenantId, id: ticket.descriptionTextId });
  const assignee = assigneeId === null ? null : await em.findOne(UserEntity, { tenantId, id: assigneeId });
  const before = followUpOf === null ? null : await ownTicket(em, reporterId, { id: followUpOf });
  return {
    ticket,
    description: description.body,
    assigneeName: assignee?.name ?? null,
    followUpOf: before === null ? null : { number: before.number, title: before.title },
  };
}

/** What the reporter may know of the ticket (R3, R4), from the first event to the last. */
export async function deskEvents(em: TenantEm, ticketId: string): Promise<DeskEvent[]> {
  const rows = await em.execute<(Omit<DeskEvent, 'actor'> & ActorColumns)[]>(
    `select e.sequence, e.occurred_at as "occurredAt", ${actorColumns},
       who.name as "actorName", k.name as "keyName", handler.name as "assigneeName", e.fact, x.body as words
     from ticket_event e
     left join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
     left join app_user who on who.tenant_id = e.tenant_id
       and who.id = case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end
     left join ticket t on t.tenant_id = e.tenant_id and t.id = e.ticket_id and t.reporter_id::text = e.actor_id
     left join api_key k on k.tenant_id = t.tenant_id and k.id = e.by_key_id
     left join app_user handler on handler.tenant_id = e.tenant_id
       and handler.id = case when e.type = 'assigned' then (e.fact->>'to')::uuid end
     where e.ticket_id = ? and e.audience = 'public' and e.type in (${told.map(() => '?').join(', ')})
     order by e.sequence`,
    [ticketId, ...told],
  );
  return rows.map(({ actorKind, actorId, byKeyId, occurredAt, ...row }) => ({
    ...row,
    occurredAt: new Date(occurredAt),
    actor: actorIn({ actorKind, actorId, byKeyId }),
  }));
}
