import type { ActorRef } from '../../domain/actor.ts';
import type { EventType, TextRef, TicketEvent } from '../../domain/event.ts';
import { allOf, type Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Named, Sight } from './api-tickets.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';
import { readFormerTexts } from './event-labels.ts';
import { readTexts } from './event-texts.ts';
import { readKeyNames } from './key-names.ts';
import { fitting, type Slice, sliceOf } from './slice.ts';

/** An event of a ticket with its text and the names that belong to it. */
export type ApiEvent<Fact = TicketEvent<TextRef>> = Readonly<{
  sequence: number;
  actor: ActorRef;
  actorName: string | null;
  /** The key through which a person acted, with its name; other people's keys are shown to agents only. */
  key: Named | null;
  occurredAt: Date;
  recordedAt: Date;
  fact: Fact;
  text: string | null;
  /** Its link in the hash chain: unique for each event, and impossible to compute without the server's key. */
  seal: string;
  /** Of an assignment: from whom and to whom. */
  from: Named | null;
  to: Named | null;
  /** The title of a ticket at its creation; or the label, from when it was linked, of what was unlinked. */
  label: string | null;
}>;

export type CommentEvent = ApiEvent<Extract<TicketEvent<TextRef>, { type: 'comment_added' }>>;

/** A page of a ticket's history, which only ever grows: from that position (0: the first) among the visible events. */
export type EventPage = Readonly<{ ticketId: string; from: number; limit: number }>;

/** The history that the reader may see, oldest first: all of it or its public side (R4), without hidden types (R12). */
export async function readApiEvents(
  em: TenantEm,
  sight: Sight,
  { hidden, ...page }: EventPage & Readonly<{ hidden: readonly EventType[] }>,
): Promise<Slice<ApiEvent>> {
  const { rows, more } = await read(em, sight, [{ sql: 'e.type <> all(?)', params: [`{${hidden.join(',')}}`] }], page);
  return { rows: await withLabels(em, page.ticketId, rows), more };
}

/** The comments that the reader may see, oldest first (R3). */
export async function readApiComments(em: TenantEm, sight: Sight, page: EventPage): Promise<Slice<CommentEvent>> {
  return (await read(em, sight, [comments], page)) as Slice<CommentEvent>;
}

/** The comment that a command wrote. */
export async function readCommentOf(em: TenantEm, ticketId: string, commandId: string): Promise<CommentEvent | null> {
  const parts = [comments, { sql: 'e.command_id = ?', params: [commandId] }];
  const { rows } = await read(em, { kind: 'all' }, parts, { ticketId, from: 0, limit: 1 });
  return (rows[0] as CommentEvent | undefined) ?? null;
}

const comments: Condition = { sql: `e.type = 'comment_added'`, params: [] };

/** Who last changed a ticket and when, and its version since then. */
export async function readLastChange(
  em: TenantEm,
  ticketId: string,
): Promise<Pick<ApiEvent, 'actor' | 'actorName' | 'occurredAt'> & { version: number }> {
  const [row] = await em.execute<(Pick<Row, keyof ActorColumns | 'actorName' | 'occurredAt'> & { version: number })[]>(
    `select ${actorColumns}, who.name as "actorName", e.occurred_at as "occurredAt", e.version
     from ticket_event e
     left join app_user who on who.tenant_id = e.tenant_id
       and who.id = case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end
     where e.ticket_id = ? order by e.sequence desc limit 1`,
    [ticketId],
  );
  if (row === undefined) throw new Error(`Ticket ${ticketId} has no events`);
  const { occurredAt, version } = row;
  const actor = actorIn(row);
  const names = await readKeyNames(em, [actor]);
  return { actor, actorName: row.actorName ?? names.get(actor.id) ?? null, occurredAt: new Date(occurredAt), version };
}

type Row = ActorColumns &
  Omit<ApiEvent, 'actor' | 'key' | 'occurredAt' | 'recordedAt' | 'from' | 'to' | 'label'> &
  Readonly<{
    occurredAt: string;
    recordedAt: string;
    fromName: string | null;
    toName: string | null;
    available: number;
  }>;

async function read(
  em: TenantEm,
  sight: Sight,
  parts: readonly Condition[],
  { ticketId, from, limit }: EventPage,
): Promise<Slice<ApiEvent>> {
  const { sql, params } = allOf([
    { sql: 'e.ticket_id = ?', params: [ticketId] },
    ...(sight.kind === 'own' ? [{ sql: `e.audience = 'public'`, params: [] }] : []),
    ...parts,
  ]);
  const found = await em.execute<Row[]>(
    fitting(`
     select e.sequence, e.sequence as place, coalesce(octet_length(x.body), 0) as text_bytes,
       ${actorColumns}, who.name as "actorName",
       e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.fact, x.body as text,
       encode(e.hash, 'hex') as seal, f.name as "fromName", t.name as "toName"
     from ticket_event e
     left join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
     left join app_user who on who.tenant_id = e.tenant_id
       and who.id = case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end
     left join app_user f on f.tenant_id = e.tenant_id
       and f.id = case when e.type = 'assigned' then (e.fact->>'from')::uuid end
     left join app_user t on t.tenant_id = e.tenant_id
       and t.id = case when e.type = 'assigned' then (e.fact->>'to')::uuid end
     where ${sql} order by e.sequence offset ? limit ?`),
    [...params, from, limit + 1],
  );
  const { rows, more } = sliceOf(found, limit);
  const actors = rows.map((row) => actorShown(sight, row));
  const names = await readKeyNames(
    em,
    actors.filter((actor) => mayNameKey(sight, actor)),
  );
  const events = rows.map(({ actorName, occurredAt, recordedAt, fromName, toName, ...event }, place) => ({
    ...event,
    actor: actors[place] ?? actorIn(event),
    actorName: actorName ?? names.get(event.actorId) ?? null,
    key:
      event.byKeyId !== null && names.has(event.byKeyId)
        ? named(event.byKeyId, names.get(event.byKeyId) ?? null)
        : null,
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(recordedAt),
    from: event.fact.type === 'assigned' ? named(event.fact.from, fromName) : null,
    to: event.fact.type === 'assigned' ? named(event.fact.to, toName) : null,
    label: null,
  }));
  return { rows: events, more };
}

/** Who acted. Which member of the platform's staff it was is shown to agents only. */
function actorShown(sight: Sight, row: ActorColumns): ActorRef {
  const actor = actorIn(row);
  return sight.kind === 'own' && actor.kind === 'operator' ? { ...actor, id: 'operator' } : actor;
}

/** Names of keys and integrations are shown to agents, and to the person a key acts for. */
function mayNameKey(sight: Sight, actor: ActorRef): boolean {
  return sight.kind === 'all' || actor.id === sight.userId;
}

function named(id: string | null, name: string | null): Named | null {
  return id === null ? null : { id, name: name ?? '' };
}

/** The same events with labels: the first title, and the names of what was unlinked. */
async function withLabels(em: TenantEm, ticketId: string, events: readonly ApiEvent[]): Promise<ApiEvent[]> {
  const former = await readFormerTexts(
    em,
    ticketId,
    events.filter(({ fact }) => fact.type !== 'title_edited'),
  );
  const idOf = ({ fact, sequence }: ApiEvent): string =>
    (fact.type === 'created' ? fact.title.id : former.get(sequence)) ?? '';
  const texts = await readTexts(
    em,
    events.map(idOf).filter((id) => id !== ''),
  );
  return events.map((event) => ({ ...event, label: texts.get(idOf(event))?.body ?? null }));
}
