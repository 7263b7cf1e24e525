import type { ActorRef } from '../../domain/actor.ts';

/** The columns of an event that say who acted, as queries name them. */
export type ActorColumns = Readonly<{ actorKind: ActorRef['kind']; actorId: string; byKeyId: string | null }>;

/** SQL that selects them from the events `e`. */
export const actorColumns = `e.actor_kind as "actorKind", e.actor_id as "actorId", e.by_key_id as "byKeyId"`;

/** Who acted, from the columns of an event. */
export function actorIn({ actorKind: kind, actorId: id, byKeyId }: ActorColumns): ActorRef {
  return byKeyId === null ? { kind, id } : { kind, id, byKey: { id: byKeyId } };
}
