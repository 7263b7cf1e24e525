import { createHash } from 'node:crypto';
import type { Actor } from '../src/domain/actor.ts';
import type { Change, Command, CreateCommand, Seen } from '../src/domain/command.ts';
import type { Channel, Priority, TicketType } from '../src/domain/ticket.ts';
import { derivedId } from '../src/ids.ts';
import type { MailLink, Principal } from './context.ts';

/** The signed-in person as the actor of a command, with the permissions of this request. */
export function actorOf(principal: Principal): Actor {
  return { kind: 'user', id: principal.userId, permissions: principal.permissions };
}

/** The command for a change of a ticket. `key` comes with the form: sending it twice gives the same command. */
export function commandOf(
  principal: Principal,
  asked: Readonly<{ key: string; ticketId: string; changes: Change[]; ifVersion?: number; seen?: Seen }>,
): Command {
  const { key, ticketId, ...content } = asked;
  return {
    id: derivedId('command', principal.tenantId, principal.userId, ticketId, key),
    fingerprint: fingerprintOf(content),
    actor: actorOf(principal),
    ...content,
  };
}

/**
 * The command that begins a ticket. The ticket's id follows from tenant, person and `key`, so a double click makes one
 * ticket. `reporterId` is the person who asks, unless named.
 */
export function createCommandOf(
  principal: Principal,
  asked: Readonly<{
    key: string;
    type: TicketType;
    title: string;
    description: string;
    priority?: Priority;
    channel: Channel;
    reporterId?: string;
    followUpOf?: string;
    assetIds?: readonly string[];
    movementId?: string;
  }>,
): CreateCommand {
  const { key, ...content } = asked;
  const ticketId = derivedId('ticket', principal.tenantId, principal.userId, key);
  return {
    id: derivedId('create', ticketId),
    fingerprint: fingerprintOf(content),
    actor: actorOf(principal),
    tenantId: principal.tenantId,
    ticketId,
    ...content,
    reporterId: asked.reporterId ?? principal.userId,
  };
}

/**
 * The command for an answer by the link in a mail. Its actor is the person whom the mail was sent to, whoever is signed in
 * (R4). `seen` holds the answer to the resolution that the link is about.
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

/** Tells one content from another under the same id. */
function fingerprintOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
