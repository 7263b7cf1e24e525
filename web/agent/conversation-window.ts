import type { Window } from '../../src/db/reading/agent-events.ts';
import type { PageContext } from '../http/context.ts';
import { ticketHref } from './present-queue.ts';

/** How many entries of a conversation one page shows. */
export const conversationSize = 50;

/**
 * Which part of the conversation the address of a ticket asks for: the entries before or after one, or one (`?at=`) and
 * those around it. An invalid address gets the newest.
 */
export function windowIn(ctx: PageContext): Window {
  const around = sequenceIn(ctx.query.at);
  if (around !== null) return { side: 'around', sequence: around };
  const before = sequenceIn(ctx.query.before);
  if (before !== null) return { side: 'before', sequence: before };
  const after = sequenceIn(ctx.query.after);
  return after === null ? { side: 'newest' } : { side: 'after', sequence: after };
}

/** A place in a ticket's history, as addresses name it. */
export function sequenceIn(text: unknown): number | null {
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** The link to an entry of a conversation, however old. */
export function entryHref(number: string, sequence: number, from = ''): string {
  return `${ticketHref(number, from, '', { at: String(sequence) })}#${entryAnchor(sequence)}`;
}

/** The anchor of an entry on a page that shows it. */
export function entryAnchor(sequence: number): string {
  return `m-${sequence}`;
}
