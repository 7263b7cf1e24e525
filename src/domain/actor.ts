import type { Permission } from './permissions.ts';

/** Timers and settings that act on their own, as the history names them (R4). */
export const systemActors = ['setup', 'agent_removed', 'healing'] as const;

export type SystemActor = (typeof systemActors)[number];

/** An API key by its id, which the history proves. Its name is looked up where it is shown. */
export type KeyRef = Readonly<{ id: string }>;

/**
 * Who acts, from a closed set (R4). The permissions are those held when the request was made.
 * - `user`: a signed-in person or, with `byKey`, an API key acting for one
 * - `integration`: an API key that belongs to no person
 * - `mail_link`: the signed link in a mail, opened by the person it was sent to
 * - `system`: a setting or a timer, named
 * - `operator`: the platform's staff, from the Temporal UI or command line
 */
export type Actor =
  | Readonly<{ kind: 'user'; id: string; permissions: readonly Permission[]; byKey?: KeyRef }>
  | Readonly<{ kind: 'integration'; id: string; permissions: readonly Permission[] }>
  | Readonly<{ kind: 'mail_link'; id: string }>
  | Readonly<{ kind: 'system'; name: SystemActor }>
  | Readonly<{ kind: 'operator'; name: string }>;

/** The actor as the history keeps it: the kind, an id or a name, and the API key if a person acted through one. */
export type ActorRef = Readonly<{ kind: Actor['kind']; id: string; byKey?: KeyRef }>;

/** Whether the actor holds the permission. The system and operators are trusted: whatever starts them has checked. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'user':
    case 'integration':
      return actor.permissions.includes(permission);
    case 'mail_link':
      return false;
    case 'system':
    case 'operator':
      return true;
  }
}

/** The person behind the actor, if there is one. */
export function personOf(actor: Actor | ActorRef): string | null {
  return actor.kind === 'user' || actor.kind === 'mail_link' ? actor.id : null;
}

/** The part of an actor that the history keeps. */
export function actorRef(actor: Actor): ActorRef {
  const ref = { kind: actor.kind, id: 'id' in actor ? actor.id : actor.name };
  return actor.kind === 'user' && actor.byKey !== undefined ? { ...ref, byKey: { id: actor.byKey.id } } : ref;
}
