import type { EntityData, InferEntity } from '@mikro-orm/core';
import type { EventEntity, TextEntity } from '../../src/db/ticket-entities.ts';
import type { ActorRef } from '../../src/domain/actor.ts';
import { apply } from '../../src/domain/apply.ts';
import { audienceOf, mapTexts, type SavedEvent, type TextRef, type TicketEvent } from '../../src/domain/event.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { newId } from '../../src/ids.ts';
import { canonicalText, chainHash, digestText, type HistoryKey } from './history-hash.ts';
import type { CommandToSave } from './save-request.ts';

/** Rows ready to be written, and the ticket that the events lead to. */
export type CompletedEvents = Readonly<{
  actor: ActorRef;
  events: EntityData<InferEntity<typeof EventEntity>>[];
  texts: (EntityData<InferEntity<typeof TextEntity>> & Readonly<{ id: string; body: string }>)[];
  /** The facts of the events, in order. */
  facts: TicketEvent<TextRef>[];
  ticket: Ticket;
  firstSequence: number;
  lastHash: Buffer;
  /** The id of each decided event's text, if it has one: notices quote it. */
  textIds: (string | null)[];
}>;

/**
 * Turns decided events into rows: each gets its place in the gapless sequence, the ticket number (the first event), a
 * reference and salted digest for its text, and its link in the hash chain. All events of a command share a version.
 */
export function completeEvents(from: {
  of: CommandToSave;
  before: Ticket | null;
  lastHash: Buffer | null;
  number: string;
  historyKey: HistoryKey;
  recordedAt: Date;
}): CompletedEvents {
  const { before } = from;
  const { tenantId, ticketId, at, command } = from.of;
  const key = { tenantId, ticketId };
  const commandId = command.recordAs ?? command.id;
  const version = (before?.version ?? 0) + 1;
  const texts: CompletedEvents['texts'] = [];
  const events: CompletedEvents['events'] = [];
  const facts: CompletedEvents['facts'] = [];
  const textIds: CompletedEvents['textIds'] = [];
  const firstSequence = (before?.sequence ?? 0) + 1;
  let ticket = before;
  let hash = from.lastHash;
  for (const [index, decided] of command.events.entries()) {
    const numbered = decided.type === 'created' ? { ...decided, number: from.number } : decided;
    const fact = mapTexts(numbered, (body, kind): TextRef => {
      const { salt, digest } = digestText(body);
      const id = newId();
      texts.push({ ...key, id, kind, body, salt });
      return { id, digest };
    });
    const title = 'title' in decided ? { title: decided.title } : {};
    const saved: SavedEvent = {
      sequence: firstSequence + index,
      version,
      actor: command.actor,
      occurredAt: at,
      fact,
      ...title,
    };
    ticket = apply(ticket, saved);
    const canonical = canonicalText({
      ...key,
      sequence: saved.sequence,
      version,
      actor: saved.actor,
      commandId,
      occurredAt: saved.occurredAt,
      recordedAt: from.recordedAt.toISOString(),
      fact,
    });
    facts.push(fact);
    const textId = textIdOf(fact);
    textIds.push(textId);
    hash = chainHash(from.historyKey, hash, canonical);
    events.push({
      ...key,
      sequence: saved.sequence,
      version,
      type: fact.type,
      audience: audienceOf(fact),
      actorKind: saved.actor.kind,
      actorId: saved.actor.id,
      byKeyId: saved.actor.byKey?.id ?? null,
      occurredAt: new Date(saved.occurredAt),
      recordedAt: from.recordedAt,
      commandId,
      textId,
      fact,
      canonical,
      hash,
    });
  }
  if (ticket === null || hash === null) throw new Error('A ticket cannot be saved without any event');
  return { actor: command.actor, events, texts, facts, ticket, firstSequence, lastHash: hash, textIds };
}

/** The text that a reader of the event wants to see; for a created ticket that is its description. */
function textIdOf(fact: TicketEvent<TextRef>): string | null {
  switch (fact.type) {
    case 'created':
    case 'description_edited':
      return fact.description.id;
    case 'title_edited':
      return fact.title.id;
    case 'comment_added':
      return fact.body.id;
    case 'status_changed':
      return fact.reason?.id ?? null;
    case 'asset_linked':
    case 'movement_linked':
      return fact.label.id;
    default:
      return null;
  }
}
