import { createHash } from 'node:crypto';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change, Command, CreateCommand, Seen } from '../../src/domain/command.ts';
import type { Channel, Priority, TicketType } from '../../src/domain/ticket.ts';
import { derivedId } from '../../src/ids.ts';
import type { MailLink, Principal } from './context.ts';

/**
 * The sender of a command: the actor with the permissions of this request, in a tenant. The caller of an API key is one
 * already.
 */
export type Sender = Readonly<{ tenantId: string; actor: Extract<Actor, { kind: 'user' | 'integration' }> }>;

/** The signed-in person as the actor of a command. */
export function actorOf({ userId, permissions }: Principal): Sender['actor'] {
  return { kind: 'user', id: userId, permissions };
}

/** The signed-in person as the sender of a command. */
export function senderOf(principal: Principal): Sender {
  return { tenantId: principal.tenantId, actor: actorOf(principal) };
}

/**
 * The command for a change of a ticket. `key` comes with the form or the request: sending it twice gives the same
 * command. `ifVersion` is a condition, not part of the content: a repeat stays a repeat under any condition.
 */
export function commandOf(
  { tenantId, actor }: Sender,
  asked: Readonly<{ key: string; ticketId: string; changes: Change[]; ifVersion?: number; seen?: Seen }>,
): Command {
  const { key, ticketId, ifVersion, ...content } = asked;
  return {
    id: derivedId('command', tenantId, actor.id, ticketId, key),
    fingerprint: fingerprintOf(content),
    actor,
    ...(ifVersion === undefined ? {} : { ifVersion }),
    ...content,
  };
}

/**
 * The command that creates a ticket. The ticket's id follows from tenant, actor and `key`, so a double click creates
 * one ticket. `reporterId` is the actor, unless given.
 */
export function createCommandOf(
  { tenantId, actor }: Sender,
  asked: Readonly<{
    key: string;
    type: TicketType;
    title: string;
    description: string;
    priority?: Priority;
    channel: Channel;
    reporterId?: string;
    externalRef?: string;
    followUpOf?: string;
    assetIds?: readonly string[];
    movementId?: string;
  }>,
): CreateCommand {
  const { key, ...content } = asked;
  const ticketId = derivedId('ticket', tenantId, actor.id, key);
  return {
    id: derivedId('create', ticketId),
    fingerprint: fingerprintOf(content),
    actor,
    tenantId,
    ticketId,
    ...content,
    reporterId: asked.reporterId ?? actor.id,
  };
}

/**
 * The command for an answer by the link in a mail. Its actor is the person whom the mail was sent to, whoever is signed
 * in (R4). `seen` holds the answer to the link's resolution that the page showed.
 */
export function linkCommandOf(
  link: MailLink,
  asked: Readonly<{ key: string; changes: Change[]; seen: Seen }>,
): Command {
  const { key, ...content } = asked;
  return {
    id: derivedId('mail-link', link.tenantId, link.ticketId, String(link.sequence), key),
    fingerprint: fingerprintOf(content),
    actor: { kind: 'mail_link', id: link.userId },
    ...content,
  };
}

/** Distinguishes contents under the same id. */
function fingerprintOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
