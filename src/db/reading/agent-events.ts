import type { ActorRef } from '../../domain/actor.ts';
import type { TextRef, TicketEvent } from '../../domain/event.ts';
import type { TenantEm } from '../in-tenant.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';

/**
 * Something that happened to a ticket, as its agents may know it: all of it (R4). `words` is the comment, reason or
 * description that it carries, `title` the title that it sets.
 */
export type AgentEvent = Readonly<{
  sequence: number;
  version: number;
  audience: 'public' | 'agents';
  actor: ActorRef;
  occurredAt: Date;
  recordedAt: Date;
  fact: TicketEvent<TextRef>;
  words: string | null;
  title: string | null;
}>;

type Raw = Pick<AgentEvent, 'sequence' | 'version' | 'audience' | 'fact'> &
  ActorColumns & {
    occurredAt: string;
    recordedAt: string;
    textId: string | null;
  };

/** The whole history of a ticket with its words, from its first event to its last. */
export async function readEvents(em: TenantEm, ticketId: string): Promise<AgentEvent[]> {
  const rows = await em.execute<Raw[]>(
    `select e.sequence, e.version, e.audience, ${actorColumns},
       e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.fact, e.text_id as "textId"
     from ticket_event e where e.ticket_id = ? order by e.sequence`,
    [ticketId],
  );
  const words = await readTexts(em, ticketId);
  return rows.map(({ actorKind, actorId, byKeyId, occurredAt, recordedAt, textId, ...event }) => ({
    ...event,
    actor: actorIn({ actorKind, actorId, byKeyId }),
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(recordedAt),
    words: textId === null ? null : (words.get(textId) ?? null),
    title: 'title' in event.fact ? (words.get(event.fact.title.id) ?? null) : null,
  }));
}

// On their own: an id taken out of the fact's JSON may not look into another table's index under row-level security.
async function readTexts(em: TenantEm, ticketId: string): Promise<Map<string, string>> {
  const texts = await em.execute<{ id: string; body: string }[]>(
    'select id, body from ticket_text where ticket_id = ?',
    [ticketId],
  );
  return new Map(texts.map(({ id, body }) => [id, body]));
}

/** What the public conversation of a ticket has gained since an event, by others than this person: their ids and times. */
export async function readPublicNews(
  em: TenantEm,
  asked: { ticketId: string; after: number; userId: string },
): Promise<{ sequence: number; version: number; actor: ActorRef; occurredAt: Date }[]> {
  const rows = await em.execute<(ActorColumns & Pick<Raw, 'sequence' | 'version' | 'occurredAt'>)[]>(
    `select e.sequence, e.version, ${actorColumns}, e.occurred_at as "occurredAt"
     from ticket_event e
     where e.ticket_id = ? and e.sequence > ? and e.audience = 'public' and e.actor_id <> ?
       and e.type in ('comment_added', 'resolution_answered', 'withdrawal_requested')
     order by e.sequence`,
    [asked.ticketId, asked.after, asked.userId],
  );
  return rows.map(({ actorKind, actorId, byKeyId, occurredAt, ...event }) => ({
    ...event,
    actor: actorIn({ actorKind, actorId, byKeyId }),
    occurredAt: new Date(occurredAt),
  }));
}
