import type { ActorRef } from '../../domain/actor.ts';
import type { EventType, TextRef, TicketEvent } from '../../domain/event.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { TextEntity, TicketEntity } from '../ticket-entities.ts';
import { readFormerTexts } from './event-labels.ts';
import { readTexts, roomOnPage, type ShownText } from './event-texts.ts';
import { ticketFromRow } from '../ticket-row.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';
import { UserEntity } from '../../host/identity/user.ts';

/** How a reporter refers to a ticket: by its number or by its id. */
export type DeskTicketName = Readonly<{ number: string }> | Readonly<{ id: string }>;

export type DeskTicket = Readonly<{
  ticket: Ticket;
  description: string;
  assigneeName: string | null;
  /** The ticket that this one follows up on, if it is the reporter's own. */
  followUpOf: Readonly<{ number: string; title: string }> | null;
}>;

/**
 * Something that the reporter may know, with the names that belong to it. `text` is the text of a comment or a reason,
 * or the label of an asset; `former` is the label of what was unlinked. `place` counts events of the same list from 1:
 * unlike a sequence it reveals nothing internal (R3).
 */
export type DeskEvent = Readonly<{
  place: number;
  occurredAt: Date;
  actor: ActorRef;
  actorName: string | null;
  /** The name of the key through which the reporter acted; other people's keys are shown to agents only. */
  keyName: string | null;
  assigneeName: string | null;
  fact: DeskFact;
  text: ShownText | null;
  former: string | null;
}>;

const happenings = [
  'created',
  'status_changed',
  'assigned',
  'resolution_answered',
  'withdrawal_requested',
  'asset_linked',
  'asset_unlinked',
  'movement_linked',
  'movement_unlinked',
] as const satisfies readonly EventType[];

export type DeskFact = Extract<TicketEvent<TextRef>, { type: 'comment_added' | (typeof happenings)[number] }>;

/** A part of a list, oldest first: those up to a place (null: the last), and how many there are in all. */
export type DeskPart = Readonly<{ events: readonly DeskEvent[]; total: number }>;

type Asked = Readonly<{ until: number | null; limit: number }>;

/** Which texts are given whole: the one at `sought` first, then the newest, as far as there is room for long ones. */
type Whole = Readonly<{ sought: number | null; room: number }>;

/** The reporter's own ticket, or null, which does not tell whether there is none or it is somebody else's (R22). */
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

/** A part of the public conversation (R3). */
export async function deskMessages(
  em: TenantEm,
  ticketId: string,
  asked: Asked & Readonly<{ sought: number | null }>,
): Promise<DeskPart> {
  return read(em, ticketId, ['comment_added'], asked, { sought: asked.sought, room: roomOnPage });
}

/** A part of the ticket's history as its reporter may see it (R4), without the hidden types. */
export async function deskHappenings(
  em: TenantEm,
  ticketId: string,
  asked: Asked & Readonly<{ hidden: readonly EventType[]; room: number }>,
): Promise<DeskPart> {
  const types = happenings.filter((type) => !(asked.hidden as readonly string[]).includes(type));
  return read(em, ticketId, types, asked, { sought: null, room: asked.room });
}

/** How the ticket began, and the last time it entered each status it has been in, oldest first. */
export async function deskMilestones(em: TenantEm, ticketId: string): Promise<DeskEvent[]> {
  const { events } = await eventsFrom(
    em,
    ticketId,
    `select distinct on (e.type, e.fact->>'to') e.*, 0 as place, 0 as total from ticket_event e
     where e.ticket_id = ? and e.type in ('created', 'status_changed')
     order by e.type, e.fact->>'to', e.sequence desc`,
    { params: [ticketId], whole: { sought: null, room: roomOnPage } },
  );
  return [...events];
}

function read(
  em: TenantEm,
  ticketId: string,
  types: readonly EventType[],
  { until, limit }: Asked,
  whole: Whole,
): Promise<DeskPart> {
  const last = until ?? 2_147_483_647;
  return eventsFrom(
    em,
    ticketId,
    `select * from (
       select e.*, row_number() over (order by e.sequence)::int as place, count(*) over ()::int as total
       from ticket_event e where e.ticket_id = ? and e.audience = 'public' and e.type = any(?)) e
     where e.place <= least(?::int, e.total) and e.place > least(?::int, e.total) - ?::int`,
    { params: [ticketId, `{${types.join(',')}}`, last, last, limit], whole },
  );
}

type Raw = Omit<DeskEvent, 'occurredAt' | 'actor' | 'text' | 'former'> &
  ActorColumns &
  Readonly<{ sequence: number; total: number; occurredAt: string; textId: string | null }>;

async function eventsFrom(
  em: TenantEm,
  ticketId: string,
  sql: string,
  { params, whole }: { params: readonly unknown[]; whole: Whole },
): Promise<DeskPart> {
  const rows = await em.execute<Raw[]>(
    `select e.sequence, e.place, e.total, e.occurred_at as "occurredAt", ${actorColumns}, who.name as "actorName",
       k.name as "keyName", handler.name as "assigneeName", e.fact, e.text_id as "textId"
     from (${sql}) e
     left join app_user who on who.tenant_id = e.tenant_id
       and who.id = case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end
     left join ticket t on t.tenant_id = e.tenant_id and t.id = e.ticket_id and t.reporter_id::text = e.actor_id
     left join api_key k on k.tenant_id = t.tenant_id and k.id = e.by_key_id
     left join app_user handler on handler.tenant_id = e.tenant_id
       and handler.id = case when e.type = 'assigned' then (e.fact->>'to')::uuid end
     order by e.sequence`,
    [...params],
  );
  const former = await readFormerTexts(em, ticketId, rows);
  const byNeed = rows.toSorted(
    (a, b) => Number(b.place === whole.sought) - Number(a.place === whole.sought) || b.sequence - a.sequence,
  );
  const ids = [...byNeed.flatMap(({ textId }) => textId ?? []), ...former.values()];
  const texts = await readTexts(em, ids, whole.room);
  const events = rows.map(({ sequence, place, occurredAt, textId, ...row }) => ({
    place,
    occurredAt: new Date(occurredAt),
    actor: actorIn(row),
    actorName: row.actorName,
    keyName: row.keyName,
    assigneeName: row.assigneeName,
    fact: row.fact,
    text: textId === null ? null : (texts.get(textId) ?? null),
    former: texts.get(former.get(sequence) ?? '')?.body ?? null,
  }));
  return { events, total: rows[0]?.total ?? 0 };
}
