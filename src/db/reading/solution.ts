import type { ActorRef } from '../../domain/actor.ts';
import type { TextRef, TicketEvent } from '../../domain/event.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { readTexts, type ShownText } from './event-texts.ts';

/** The public message with which a ticket was resolved. */
export type Solution = Readonly<{
  sequence: number;
  actor: ActorRef;
  occurredAt: Date;
  fact: TicketEvent<TextRef>;
  text: ShownText;
}>;

/** The solution of a resolved or closed ticket; null if it has none, or has been reopened since. */
export async function readSolution(em: TenantEm, { id, status, resolvedAt }: Ticket): Promise<Solution | null> {
  if (resolvedAt === null || (status !== 'resolved' && status !== 'closed')) return null;
  const [row] = await em.execute<
    (Pick<Solution, 'sequence' | 'fact'> &
      Readonly<{ occurredAt: string; kind: ActorRef['kind']; actorId: string; textId: string }>)[]
  >(
    `select e.sequence, e.fact, e.occurred_at as "occurredAt", e.actor_kind as kind, e.actor_id as "actorId",
       e.text_id as "textId"
     from ticket_event e
     where e.ticket_id = ? and e.type = 'comment_added' and e.fact->'solution' = 'true' and e.occurred_at >= ?
     order by e.sequence desc limit 1`,
    [id, new Date(resolvedAt)],
  );
  if (row === undefined) return null;
  const { sequence, fact, kind, actorId, occurredAt, textId } = row;
  const text = (await readTexts(em, [textId])).get(textId);
  if (text === undefined) return null;
  return { sequence, fact, actor: { kind, id: actorId }, occurredAt: new Date(occurredAt), text };
}
