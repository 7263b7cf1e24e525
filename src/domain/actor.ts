import type { Permission } from './permissions.ts';

/** Timers and settings that act on their own; the history names them (R4). */
export const systemActors = ['setup', 'agent_removed', 'healing'] as const;

export type SystemActor = (typeof systemActors)[number];

/**
 * Who acts, from a closed set (R4). Permissions are those of the moment in which the request was made.
 * - `user`: a signed-in person, or an API key that acts for one
 * - `integration`: an API key without a person
 * - `mail_link`: the signed link in a mail, opened by the person it was sent to
 * - `system`: a setting or a timer, named
 * - `operator`: the platform's staff, from the Temporal UI or command line
 */
export type Actor =
  | Readonly<{ kind: 'user'; id: string; permissions: readonly Permission[] }>
  | Readonly<{ kind: 'integration'; id: string; permissions: readonly Permission[] }>
  | Readonly<{ kind: 'mail_link'; id: string }>
  | Readonly<{ kind: 'system'; name: SystemActor }>
  | Readonly<{ kind: 'operator'; name: string }>;

/** The actor as it is kept in the history: the kind, and an id or a name. */
export type ActorRef = Readonly<{ kind: Actor['kind']; id: string }>;

/** Whether the actor holds the permission. System and operators are trusted by what starts them. */
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

/** What the history keeps of an actor. */
export function actorRef(actor: Actor): ActorRef {
  return { kind: actor.kind, id: 'id' in actor ? actor.id : actor.name };
}
