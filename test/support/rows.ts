import { randomBytes, randomUUID } from 'node:crypto';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { rebuildTickets } from '../../src/db/search/rebuild-tickets.ts';
import {
  AssetLinkEntity,
  EventEntity,
  TextEntity,
  TicketAssetEntity,
  TicketEntity,
} from '../../src/db/ticket-entities.ts';
import { rowFromTicket } from '../../src/db/ticket-row.ts';
import { type Actor, actorRef } from '../../src/domain/actor.ts';
import { apply } from '../../src/domain/apply.ts';
import { assetLabel, movementLabel } from '../../src/domain/asset.ts';
import type { Change, CreateCommand } from '../../src/domain/command.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { decide } from '../../src/domain/decide.ts';
import { audienceOf, type DecidedEvent, mapTexts, type SavedEvent } from '../../src/domain/event.ts';
import { countIn, formatNumber } from '../../src/domain/numbering.ts';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { AssetEntity, MovementEntity } from '../../src/host/assets/asset.ts';

/** One command of a ticket's past. Without `at` it came a minute after the one before. */
export type Step = Readonly<{ by: Actor; changes: readonly Change[]; at?: string }>;

/** How a ticket of the tests begins; what is left out is an incident that its reporter files in the desk. */
export type Beginning = Readonly<{ tenantId: string; reporterId: string; at?: string; number?: string; by?: Actor }> &
  Partial<
    Pick<
      CreateCommand,
      | 'ticketId'
      | 'type'
      | 'title'
      | 'description'
      | 'channel'
      | 'priority'
      | 'externalRef'
      | 'followUpOf'
      | 'assetIds'
      | 'movementId'
    >
  >;

type Written = Readonly<{ event: SavedEvent; texts: readonly { id: string; kind: string; body: string }[] }>;

/** A person of the tests with the agents' permissions. */
export function agentActor(userId: string): Actor {
  return { kind: 'user', id: userId, permissions: agentPermissions };
}

/** A person of the tests who may do no more than create. */
export function reporterActor(userId: string): Actor {
  return { kind: 'user', id: userId, permissions: ['tickets:create'] };
}

/**
 * Writes a ticket with its history and words as saveTicket leaves them, for tests of what is read: decided by the domain,
 * without a workflow, and found by search. Counts and notices are not written, and hashes prove nothing.
 */
export async function writeTicket(orm: Orm, beginning: Beginning, steps: readonly Step[] = []): Promise<Ticket> {
  return inTenant(orm, beginning.tenantId, async (em) => {
    const number = beginning.number ?? formatNumber('TKT', (await em.count(TicketEntity, {})) + 1);
    const by = beginning.by ?? reporterActor(beginning.reporterId);
    let at = beginning.at ?? '2026-01-05T08:00:00.000Z';
    const { ticketId = randomUUID(), ...rest } = beginning;
    const creation = decideCreation({
      id: randomUUID(),
      fingerprint: '',
      actor: by,
      tenantId: rest.tenantId,
      ticketId,
      reporterId: rest.reporterId,
      type: rest.type ?? 'incident',
      title: rest.title ?? 'The printer is on fire',
      description: rest.description ?? 'There is smoke.',
      channel: rest.channel ?? 'desk',
      ...(rest.priority === undefined ? {} : { priority: rest.priority }),
      ...(rest.externalRef === undefined ? {} : { externalRef: rest.externalRef }),
      ...(rest.followUpOf === undefined ? {} : { followUpOf: rest.followUpOf }),
      ...(rest.assetIds === undefined ? {} : { assetIds: rest.assetIds }),
      ...(rest.movementId === undefined ? {} : { movementId: rest.movementId }),
    });
    const written: Written[] = [];
    let ticket = append(null, await named(em, accepted(creation)), { by, at, number }, written);
    for (const step of steps) {
      at = step.at ?? new Date(Date.parse(at) + 60_000).toISOString();
      const command = { id: randomUUID(), fingerprint: '', actor: step.by, changes: step.changes };
      const events = await named(em, accepted(decide(ticket, command, at)));
      ticket = append(ticket, events, { by: step.by, at, number }, written);
    }
    const { tenantId } = ticket;
    const row = { ...rowFromTicket(ticket), lastHash: randomBytes(32) };
    await em.insert(TicketEntity, row as never);
    for (const { event, texts } of written) {
      for (const text of texts) {
        await em.insert(TextEntity, { tenantId, ticketId, ...text, salt: randomBytes(16) } as never);
      }
      await em.insert(EventEntity, {
        tenantId,
        ticketId,
        sequence: event.sequence,
        version: event.version,
        type: event.fact.type,
        audience: audienceOf(event.fact),
        actorKind: event.actor.kind,
        actorId: event.actor.id,
        byKeyId: event.actor.byKey?.id ?? null,
        occurredAt: new Date(event.occurredAt),
        recordedAt: new Date(event.occurredAt),
        commandId: randomUUID(),
        textId: wordsOf(texts)?.id ?? null,
        fact: event.fact,
        canonical: '',
        hash: randomBytes(32),
      });
    }
    await link(em, ticket, written);
    await em.execute(
      `insert into ticket_counter (tenant_id, last) values (?, ?)
       on conflict (tenant_id) do update set last = greatest(ticket_counter.last, excluded.last)`,
      [tenantId, countIn(number)],
      'run',
    );
    await rebuildTickets(em, tenantId, [ticketId]);
    return ticket;
  });
}

/** The events with what the assets and movements are called, which only the database knows. */
async function named(em: TenantEm, events: readonly DecidedEvent[]): Promise<DecidedEvent[]> {
  return Promise.all(
    events.map(async (event) => {
      if (event.type === 'asset_linked') {
        const asset = await em.findOneOrFail(AssetEntity, { id: event.assetId });
        return { ...event, label: assetLabel(asset) };
      }
      if (event.type !== 'movement_linked') return event;
      const movement = await em.findOneOrFail(MovementEntity, { id: event.movementId });
      return { ...event, assetId: movement.assetId, label: movementLabel(movement) };
    }),
  );
}

/** The ticket's list of its assets and, while it is active, its hold on them. */
async function link(em: TenantEm, ticket: Ticket, written: readonly Written[]): Promise<void> {
  const { tenantId, id: ticketId } = ticket;
  for (const assetId of ticket.assetIds) {
    const linked = written.findLast(({ event: { fact } }) => fact.type === 'asset_linked' && fact.assetId === assetId);
    const textId = linked?.texts[0]?.id ?? '';
    await em.insert(TicketAssetEntity, { tenantId, ticketId, assetId, textId, linkedAt: new Date(ticket.updatedAt) });
    if (!isFinal(ticket.status)) await em.insert(AssetLinkEntity, { tenantId, ticketId, assetId });
  }
}

function append(
  before: Ticket | null,
  events: readonly DecidedEvent[],
  saving: { by: Actor; at: string; number: string },
  written: Written[],
): Ticket {
  const version = (before?.version ?? 0) + 1;
  const after = events.reduce<Ticket | null>((ticket, decided) => {
    const texts: { id: string; kind: string; body: string }[] = [];
    const fact = mapTexts(decided, (body, kind) => {
      const id = randomUUID();
      texts.push({ id, kind, body });
      return { id, digest: '' };
    });
    const event: SavedEvent = {
      sequence: (ticket?.sequence ?? 0) + 1,
      version,
      actor: actorRef(saving.by),
      occurredAt: saving.at,
      fact: fact.type === 'created' ? { ...fact, number: saving.number } : fact,
      ...('title' in decided ? { title: decided.title } : {}),
    };
    written.push({ event, texts });
    return apply(ticket, event);
  }, before);
  if (after === null) throw new Error('No events, no ticket');
  return after;
}

/** The text that an event's `text_id` names: of a creation that is the description. */
function wordsOf(texts: Written['texts']) {
  return texts.find((text) => text.kind !== 'title') ?? texts[0];
}

function accepted(outcome: ReturnType<typeof decide>): DecidedEvent[] {
  if (!outcome.ok) throw new Error(`The test's own past is refused: ${outcome.refusal.code} (${outcome.refusal.key})`);
  return outcome.value;
}
