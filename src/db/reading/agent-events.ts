import type { ActorRef } from '../../domain/actor.ts';
import type { EventType, TextRef, TicketEvent } from '../../domain/event.ts';
import type { TenantEm } from '../in-tenant.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';
import { readFormerTexts } from './event-labels.ts';
import { readTexts, roomOnPage, type ShownText } from './event-texts.ts';

/**
 * Something that happened to a ticket, with all that its agents may know (R4). `text` is the comment, reason or
 * description that it carries, `title` the title that it sets, `former` the earlier label: of the title, or of what was
 * unlinked.
 */
export type AgentEvent = Readonly<{
  sequence: number;
  version: number;
  audience: 'public' | 'agents';
  actor: ActorRef;
  occurredAt: Date;
  recordedAt: Date;
  fact: TicketEvent<TextRef>;
  text: ShownText | null;
  title: string | null;
  former: string | null;
}>;

/** What a conversation consists of: what people said, and what was done in between. */
const told: readonly EventType[] = [
  'comment_added',
  'status_changed',
  'assigned',
  'resolution_answered',
  'withdrawal_requested',
];

/** Which part of a conversation: the newest, or what is before, after or around a place. Places are sequences. */
export type Window = Readonly<{ side: 'newest' } | { side: 'before' | 'after' | 'around'; sequence: number }>;

/** A part of a conversation, oldest first, and whether there is more on either side of it. */
export type Conversation = Readonly<{ events: readonly AgentEvent[]; earlier: boolean; later: boolean }>;

/** At most `limit` entries of a conversation. Of long texts, only the newest and the one looked for are given whole. */
export async function readConversation(
  em: TenantEm,
  ticketId: string,
  { window, limit }: { window: Window; limit: number },
): Promise<Conversation> {
  const { before, after } = await bordersOf(em, ticketId, window, limit);
  const forwards = after !== null;
  const rows = await em.execute<Raw[]>(
    `select ${columns} from ticket_event e
     where e.ticket_id = ? and e.type = any(?) and e.sequence < ? and e.sequence > ?
     order by e.sequence ${forwards ? 'asc' : 'desc'} limit ?`,
    [ticketId, list(told), before ?? endOfTime, after ?? 0, limit + 1],
  );
  const more = rows.length > limit;
  const shown = forwards ? rows.slice(0, limit) : rows.slice(0, limit).toReversed();
  const first = window.side === 'around' ? window.sequence : null;
  return {
    events: await withTexts(em, ticketId, shown, { first, room: roomOnPage }),
    earlier: forwards ? after > 0 : more,
    later: forwards ? more : before !== null,
  };
}

const endOfTime = 2_147_483_647;

/**
 * The sequences between which the window lies; null where it is open. Around a place, some newer entries are included.
 */
async function bordersOf(
  em: TenantEm,
  ticketId: string,
  window: Window,
  limit: number,
): Promise<{ before: number | null; after: number | null }> {
  switch (window.side) {
    case 'newest':
      return { before: null, after: null };
    case 'before':
      return { before: window.sequence, after: null };
    case 'after':
      return { before: null, after: window.sequence };
    case 'around': {
      const [row] = await em.execute<{ sequence: number }[]>(
        `select e.sequence from ticket_event e where e.ticket_id = ? and e.type = any(?) and e.sequence > ?
         order by e.sequence offset ? limit 1`,
        [ticketId, list(told), window.sequence, limit >> 1],
      );
      return { before: row?.sequence ?? null, after: null };
    }
  }
}

/**
 * A part of a ticket's history, newest first: what happened before a place (null: the end), with `room` for long texts,
 * without the hidden types and without the text of comments.
 */
export async function readHistory(
  em: TenantEm,
  ticketId: string,
  asked: Readonly<{ before: number | null; limit: number; hidden: readonly EventType[]; room: number }>,
): Promise<AgentEvent[]> {
  const rows = await em.execute<Raw[]>(
    `select ${columns} from ticket_event e
     where e.ticket_id = ? and e.sequence < ? and e.type <> all(?) order by e.sequence desc limit ?`,
    [ticketId, asked.before ?? endOfTime, list(asked.hidden), asked.limit],
  );
  // The text of a comment is in the conversation; the history only says that there was one.
  const wordless = rows.map((row) => (row.fact.type === 'comment_added' ? { ...row, textId: null } : row));
  return (await withTexts(em, ticketId, wordless.toReversed(), { first: null, room: asked.room })).toReversed();
}

/** The last public event. A reply carries it, to tell what its author had read. */
export async function readLastPublicSequence(em: TenantEm, ticketId: string): Promise<number> {
  const [row] = await em.execute<{ sequence: number }[]>(
    `select e.sequence from ticket_event e where e.ticket_id = ? and e.audience = 'public'
     order by e.sequence desc limit 1`,
    [ticketId],
  );
  return row?.sequence ?? 0;
}

/** The newest public message after an event by anybody other than this person, or null. */
export async function readPublicNews(
  em: TenantEm,
  asked: { ticketId: string; after: number; userId: string },
): Promise<{ sequence: number; actor: ActorRef; occurredAt: Date } | null> {
  const [row] = await em.execute<(ActorColumns & Pick<Raw, 'sequence' | 'occurredAt'>)[]>(
    `select e.sequence, ${actorColumns}, e.occurred_at as "occurredAt"
     from ticket_event e
     where e.ticket_id = ? and e.sequence > ? and e.audience = 'public' and e.actor_id <> ?
       and e.type in ('comment_added', 'resolution_answered', 'withdrawal_requested')
     order by e.sequence desc limit 1`,
    [asked.ticketId, asked.after, asked.userId],
  );
  if (row === undefined) return null;
  return { sequence: row.sequence, actor: actorIn(row), occurredAt: new Date(row.occurredAt) };
}

type Raw = Pick<AgentEvent, 'sequence' | 'version' | 'audience' | 'fact'> &
  ActorColumns & {
    occurredAt: string;
    recordedAt: string;
    textId: string | null;
  };

const columns = `e.sequence, e.version, e.audience, ${actorColumns},
  e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.fact, e.text_id as "textId"`;

function list(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}

// A query of its own: under row-level security, an id taken from the fact's JSON cannot use another table's index.
async function withTexts(
  em: TenantEm,
  ticketId: string,
  rows: readonly Raw[],
  { first, room }: { first: number | null; room: number },
): Promise<AgentEvent[]> {
  const former = await readFormerTexts(em, ticketId, rows);
  const byNeed = rows.toSorted(
    (a, b) => Number(b.sequence === first) - Number(a.sequence === first) || b.sequence - a.sequence,
  );
  const ids = [
    ...byNeed.flatMap(({ textId }) => textId ?? []),
    ...rows.flatMap(({ fact }) => ('title' in fact ? [fact.title.id] : [])),
    ...former.values(),
  ];
  const texts = await readTexts(em, ids, room);
  const body = (id: string | null | undefined): string | null => (id == null ? null : (texts.get(id)?.body ?? null));
  return rows.map(({ actorKind, actorId, byKeyId, occurredAt, recordedAt, textId, ...event }) => ({
    ...event,
    actor: actorIn({ actorKind, actorId, byKeyId }),
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(recordedAt),
    text: textId === null ? null : (texts.get(textId) ?? null),
    title: 'title' in event.fact ? body(event.fact.title.id) : null,
    former: body(former.get(event.sequence)),
  }));
}
