import type { ActorRef } from '../../domain/actor.ts';
import type { TextRef, TicketEvent } from '../../domain/event.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Named, Sight } from './api-tickets.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';
import { readKeyNames } from './key-names.ts';

/** An event of a ticket with the words and names that it speaks of. `words` is what its text says. */
export type ApiEvent<Fact = TicketEvent<TextRef>> = Readonly<{
  sequence: number;
  actor: ActorRef;
  actorName: string | null;
  /** The key by which a person has acted, with its name; that of others is for agents to know. */
  key: Named | null;
  occurredAt: Date;
  recordedAt: Date;
  fact: Fact;
  words: string | null;
  /** Its link of the hash chain: different for each event, and to be made with the server's key only. */
  seal: string;
  /** Of an assignment: from whom and to whom. */
  from: Named | null;
  to: Named | null;
  /** What was created is called: its title. What was unlinked was called, when it was linked. */
  label: string | null;
}>;

export type CommentEvent = ApiEvent<Extract<TicketEvent<TextRef>, { type: 'comment_added' }>>;

/** A part of a ticket's history, which only ever grows: from the event at that place (0: the first) in what can be seen. */
export type EventPage = Readonly<{ ticketId: string; from: number; limit: number }>;

/** What is left out of a history where a part of the product is switched off (R12). */
export type HiddenLinks = Readonly<{ assets: boolean; movements: boolean }>;

/** The history that the reader may know, from old to new: all of it, or its public side (R4). */
export async function readApiEvents(
  em: TenantEm,
  sight: Sight,
  { hidden, ...page }: EventPage & Readonly<{ hidden: HiddenLinks }>,
): Promise<ApiEvent[]> {
  const parts = [
    ...(hidden.assets ? [`e.type not in ('asset_linked', 'asset_unlinked')`] : []),
    ...(hidden.movements ? [`e.type not in ('movement_linked', 'movement_unlinked')`] : []),
  ];
  return withLabels(em, page.ticketId, await read(em, sight, parts, page));
}

/** The comments that the reader may know, from old to new (R3). */
export async function readApiComments(em: TenantEm, sight: Sight, page: EventPage): Promise<CommentEvent[]> {
  return (await read(em, sight, [`e.type = 'comment_added'`], page)) as CommentEvent[];
}

/** The comment that a command has written. */
export async function readCommentOf(em: TenantEm, ticketId: string, commandId: string): Promise<CommentEvent | null> {
  const parts = [`e.type = 'comment_added'`, 'e.command_id = ?'];
  const rows = await read(em, { kind: 'all' }, parts, { ticketId, from: 0, limit: 1 }, [commandId]);
  return (rows[0] as CommentEvent | undefined) ?? null;
}

/** Who has changed a ticket last, when, and the version that it has since. */
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
  }>;

async function read(
  em: TenantEm,
  sight: Sight,
  parts: readonly string[],
  { ticketId, from, limit }: EventPage,
  params: readonly unknown[] = [],
): Promise<ApiEvent[]> {
  const conditions = ['e.ticket_id = ?', ...(sight.kind === 'own' ? [`e.audience = 'public'`] : []), ...parts];
  const rows = await em.execute<Row[]>(
    `select e.sequence, ${actorColumns}, who.name as "actorName",
       e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.fact, x.body as words,
       encode(e.hash, 'hex') as seal, f.name as "fromName", t.name as "toName"
     from ticket_event e
     left join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
     left join app_user who on who.tenant_id = e.tenant_id
       and who.id = case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end
     left join app_user f on f.tenant_id = e.tenant_id
       and f.id = case when e.type = 'assigned' then (e.fact->>'from')::uuid end
     left join app_user t on t.tenant_id = e.tenant_id
       and t.id = case when e.type = 'assigned' then (e.fact->>'to')::uuid end
     where ${conditions.join(' and ')}
     order by e.sequence offset ? limit ?`,
    [ticketId, ...params, from, limit],
  );
  const actors = rows.map((row) => actorShown(sight, row));
  const names = await readKeyNames(
    em,
    actors.filter((actor) => mayNameKey(sight, actor)),
  );
  return rows.map(({ actorName, occurredAt, recordedAt, fromName, toName, ...event }, place) => ({
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
}

/** Who acted. Which of the platform's staff it was is for agents to know. */
function actorShown(sight: Sight, row: ActorColumns): ActorRef {
  const actor = actorIn(row);
  return sight.kind === 'own' && actor.kind === 'operator' ? { ...actor, id: 'operator' } : actor;
}

/** What keys and integrations are called is for agents to know, and for whoever a key acts for. */
function mayNameKey(sight: Sight, actor: ActorRef): boolean {
  return sight.kind === 'all' || actor.id === sight.userId;
}

function named(id: string | null, name: string | null): Named | null {
  return id === null ? null : { id, name: name ?? '' };
}

/** The same events with what they call things: a first title, and the names of what is not linked any more. */
async function withLabels(em: TenantEm, ticketId: string, events: readonly ApiEvent[]): Promise<ApiEvent[]> {
  if (!events.some(({ fact }) => /^created$|_unlinked$/.test(fact.type))) return [...events];
  const rows = await em.execute<{ sequence: number; id: string; words: string }[]>(
    `select e.sequence, e.fact->>'assetId' as id, x.body as words from ticket_event e
     join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
     where e.ticket_id = ? and e.type = 'asset_linked'
     union all
     select e.sequence, e.fact->>'movementId', x.body from ticket_event e
     join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
     where e.ticket_id = ? and e.type = 'movement_linked'
     union all
     select 0, x.id::text, x.body from ticket_text x where x.ticket_id = ? and x.kind = 'title'
     order by sequence`,
    [ticketId, ticketId, ticketId],
  );
  return events.map((event) => {
    const id = labelled(event.fact);
    const label = rows.findLast((row) => row.id === id && row.sequence < event.sequence);
    return { ...event, label: label?.words ?? null };
  });
}

function labelled(fact: TicketEvent<TextRef>): string {
  switch (fact.type) {
    case 'created':
      return fact.title.id;
    case 'asset_unlinked':
      return fact.assetId;
    case 'movement_unlinked':
      return fact.movementId;
    default:
      return '';
  }
}
