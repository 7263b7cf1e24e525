import { expect } from 'expect';
import type { InferEntity } from '@mikro-orm/core';
import { canonicalText, chainHash, historyKeyFrom, saltedDigest } from '../../activities/ticket/history-hash.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { actorIn } from '../../src/db/reading/event-actor.ts';
import { CommandEntity, EventEntity, NoticeEntity, TextEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketFromRow } from '../../src/db/ticket-row.ts';
import { apply } from '../../src/domain/apply.ts';
import { mapTexts } from '../../src/domain/event.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** Everything that the database holds of a ticket. */
export type WholeTicket = Readonly<{
  row: InferEntity<typeof TicketEntity>;
  events: InferEntity<typeof EventEntity>[];
  commands: InferEntity<typeof CommandEntity>[];
  notices: InferEntity<typeof NoticeEntity>[];
  texts: ReadonlyMap<string, InferEntity<typeof TextEntity>>;
}>;

/** Reads a ticket with all that belongs to it: events by their sequence, notices by their time. */
export async function wholeTicket(
  orm: Orm,
  of: { tenantId: string } & ({ ticketId: string } | { number: string }),
): Promise<WholeTicket> {
  return inTenant(orm, of.tenantId, async (em) => {
    const find = () =>
      em.findOneOrFail(TicketEntity, 'number' in of ? { number: of.number } : { id: of.ticketId }, { refresh: true });
    // A command whose caller gave up waiting may be saved between two of these statements: then they are read again.
    for (let row = await find(); ;) {
      const { id: ticketId, version } = row;
      const texts = await em.find(TextEntity, { ticketId });
      const whole = {
        row,
        events: await em.find(EventEntity, { ticketId }, { orderBy: { sequence: 'asc' } }),
        commands: await em.find(CommandEntity, { ticketId }, { orderBy: { firstSequence: 'asc' } }),
        notices: await em.find(NoticeEntity, { ticketId }, { orderBy: { createdAt: 'asc', messageId: 'asc' } }),
        texts: new Map(texts.map((text) => [text.id, text])),
      };
      row = await find();
      if (row.version === version) return whole;
    }
  });
}

/**
 * Whatever has happened, this holds: the events are gapless, each belongs to one command and each command is there once;
 * the chain proves every one of them and the words that it refers to; applied in order they give the ticket's row; and no
 * notice is there twice; and what the tenant's quota counts is what its notices say.
 */
export async function expectSound(
  orm: Orm,
  tenantId: string,
  ticketId: string,
  appSecret: string,
): Promise<WholeTicket> {
  const whole = await wholeTicket(orm, { tenantId, ticketId });
  const { row, events, commands, notices } = whole;
  expect(events.map((event) => event.sequence)).toEqual(events.map((_event, place) => place + 1));
  expect(events.flatMap((event) => event.commandId)).toEqual(
    commands.flatMap(({ id, firstSequence, lastSequence }) =>
      Array.from({ length: lastSequence - firstSequence + 1 }, () => id),
    ),
  );
  expectProven(whole, appSecret);
  expect(replayed(whole)).toEqual(ticketFromRow(row));
  expect(new Set(notices.map((notice) => notice.messageId)).size).toBe(notices.length);
  await expectCounted(orm, tenantId);
  return whole;
}

/** No mail is counted that the ledger does not know, and none that it calls sent is missing from the count (R19). */
async function expectCounted(orm: Orm, tenantId: string): Promise<void> {
  const [counts] = await inTenant(orm, tenantId, (em) =>
    em.execute<{ counted: number; listed: number; free: number }[]>(
      `select coalesce((select sum(used) from mail_month), 0)::int as counted,
         (select count(*) from notice where counted_month is not null)::int as listed,
         (select count(*) from notice where state = 'sent' and counted_month is null)::int as free`,
    ),
  );
  expect(counts).toEqual({ counted: counts?.listed, listed: counts?.listed, free: 0 });
}

/** The chain of the history, from its canonical texts; that these say what the columns say; and the words' digests. */
export function expectProven({ row, events, texts }: WholeTicket, appSecret: string): void {
  const key = historyKeyFrom(appSecret);
  let link: Buffer | null = null;
  for (const event of events) {
    const said = {
      tenantId: event.tenantId,
      ticketId: event.ticketId,
      sequence: event.sequence,
      version: event.version,
      actor: actorIn({ ...event, byKeyId: event.byKeyId ?? null }),
      commandId: event.commandId,
      occurredAt: event.occurredAt.toISOString(),
      recordedAt: event.recordedAt.toISOString(),
      fact: event.fact,
    };
    expect(canonicalText(said)).toBe(event.canonical);
    link = chainHash(key, link, event.canonical);
    expect(Buffer.from(event.hash).toString('hex')).toBe(link.toString('hex'));
    mapTexts(event.fact, ({ id, digest }) => {
      const text = texts.get(id);
      expect(text && saltedDigest(Buffer.from(text.salt), text.body)).toBe(digest);
    });
  }
  expect(Buffer.from(row.lastHash).toString('hex')).toBe(link?.toString('hex'));
}

function replayed({ events, texts }: WholeTicket): Ticket | null {
  return events.reduce<Ticket | null>((ticket, event) => {
    const { fact } = event;
    const title = 'title' in fact ? { title: texts.get(fact.title.id)?.body ?? '' } : {};
    return apply(ticket, {
      sequence: event.sequence,
      version: event.version,
      actor: actorIn({ ...event, byKeyId: event.byKeyId ?? null }),
      occurredAt: event.occurredAt.toISOString(),
      fact,
      ...title,
    });
  }, null);
}

/** Whether every notice of the ticket has come to its end. */
export function isSettled({ notices }: Pick<WholeTicket, 'notices'>): boolean {
  return notices.every(({ state }) => ['sent', 'skipped', 'failed', 'dropped'].includes(state));
}

/** Makes the mail due now that is to be tried again later, instead of waiting for minutes to pass. */
export async function makeMailDue(orm: Orm, tenantId: string, ticketIds: readonly string[]): Promise<void> {
  const retrying = { ticketId: { $in: [...ticketIds] }, state: 'retrying', leasedUntil: null } as const;
  await inTenant(orm, tenantId, (em) => em.nativeUpdate(NoticeEntity, retrying, { nextTryAt: new Date(0) }));
}
