import type { Actor } from '../../src/domain/actor.ts';
import { apply } from '../../src/domain/apply.ts';
import type { Command, CreateCommand } from '../../src/domain/command.ts';
import { type DecidedEvent, mapTexts, type SavedEvent } from '../../src/domain/event.ts';
import { actorRef } from '../../src/domain/actor.ts';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

type UserActor = Extract<Actor, { kind: 'user' }>;
type IntegrationActor = Extract<Actor, { kind: 'integration' }>;

/** The people and things that the builders speak of when nothing else is said. */
export const ids = {
  tenant: '10000000-0000-4000-8000-000000000001',
  ticket: '20000000-0000-4000-8000-000000000001',
  reporter: '30000000-0000-4000-8000-000000000001',
  agent: '30000000-0000-4000-8000-000000000002',
  otherAgent: '30000000-0000-4000-8000-000000000003',
  stranger: '30000000-0000-4000-8000-000000000004',
  asset: '50000000-0000-4000-8000-000000000001',
  otherAsset: '50000000-0000-4000-8000-000000000002',
  movement: '60000000-0000-4000-8000-000000000001',
  integration: '40000000-0000-4000-8000-000000000001',
  key: '70000000-0000-4000-8000-000000000001',
} as const;

const createdAt = '2026-01-05T08:00:00.000Z';
const resolvedAt = '2026-01-05T09:00:00.000Z';
const finishedAt = '2026-01-05T10:00:00.000Z';

/** A moment after everything that `aTicket` tells of. */
export const now = '2026-01-05T12:00:00.000Z';

/** A ticket as it usually looks in the status asked for: taken by `ids.agent` once it was started. */
export function aTicket(overrides: Partial<Ticket> = {}): Ticket {
  const status = overrides.status ?? 'open';
  const resolved = status === 'resolved' || status === 'closed';
  return {
    tenantId: ids.tenant,
    id: ids.ticket,
    number: 'TKT-000001',
    version: 3,
    sequence: 5,
    type: 'incident',
    title: 'The printer is on fire',
    descriptionTextId: 'text-description',
    status,
    priority: 'normal',
    channel: 'desk',
    externalRef: null,
    followUpOf: null,
    reporterId: ids.reporter,
    assigneeId: status === 'open' ? null : ids.agent,
    createdAt,
    updatedAt: isFinal(status) ? finishedAt : status === 'resolved' ? resolvedAt : createdAt,
    resolvedAt: resolved ? resolvedAt : null,
    finishedAt: isFinal(status) ? finishedAt : null,
    firstPublicReplyAt: null,
    lastPublicAt: createdAt,
    lastPublicSide: 'reporter',
    waitingFor: isFinal(status) ? null : status === 'resolved' ? 'reporter' : 'agent',
    waitingSince: isFinal(status) ? null : status === 'resolved' ? resolvedAt : createdAt,
    reopenedCount: 0,
    resolutionAnswer: null,
    withdrawalRequestedAt: null,
    assetIds: [],
    movement: null,
    ...overrides,
  };
}

/** A signed-in agent who holds everything that the group ITSM Agent holds. */
export function anAgent(overrides: Partial<UserActor> = {}): UserActor {
  return { kind: 'user', id: ids.agent, permissions: agentPermissions, ...overrides };
}

/** The signed-in reporter of `aTicket()`, who may do no more than create. */
export function aReporter(overrides: Partial<UserActor> = {}): UserActor {
  return { kind: 'user', id: ids.reporter, permissions: ['tickets:create'], ...overrides };
}

/** An API key without a person that may do what an agent may. */
export function anIntegration(overrides: Partial<IntegrationActor> = {}): IntegrationActor {
  return { kind: 'integration', id: ids.integration, permissions: agentPermissions, ...overrides };
}

/** A command of an agent that asks for nothing yet. */
export function aCommand(overrides: Partial<Command> = {}): Command {
  return { id: 'command-1', fingerprint: 'fingerprint-1', actor: anAgent(), changes: [], ...overrides };
}

/** A reporter files an incident for oneself in the desk. */
export function aCreateCommand(overrides: Partial<CreateCommand> = {}): CreateCommand {
  return {
    id: 'command-0',
    fingerprint: 'fingerprint-0',
    actor: aReporter(),
    tenantId: ids.tenant,
    ticketId: ids.ticket,
    type: 'incident',
    title: 'The printer is on fire',
    description: 'There is smoke.',
    channel: 'desk',
    reporterId: ids.reporter,
    ...overrides,
  };
}

/** How `saved` completes decided events; `ticket` is the one that they follow upon, null before creation. */
type Saving = Readonly<{ ticket: Ticket | null; actor?: Actor; at?: string; number?: string }>;

/**
 * One command's decided events as the database would give them back: consecutive sequence, one version more (a refused
 * command makes none), a number for a new ticket, and references in place of words.
 */
export function saved(events: readonly DecidedEvent[], saving: Saving): SavedEvent[] {
  const { ticket, actor = anAgent(), at = now, number = 'TKT-000001' } = saving;
  const accepted = events.some((event) => event.type !== 'command_refused');
  return events.map((event, index) => {
    const sequence = (ticket?.sequence ?? 0) + 1 + index;
    const fact = mapTexts(event, (text, kind) => ({
      id: `text-${sequence}-${kind}`,
      digest: `digest of ${text.length}`,
    }));
    return {
      sequence,
      version: (ticket?.version ?? 0) + (accepted ? 1 : 0),
      actor: actorRef(actor),
      occurredAt: at,
      fact: fact.type === 'created' ? { ...fact, number } : fact,
      ...('title' in event ? { title: event.title } : {}),
    };
  });
}

/** The ticket after the saved events, one by one. */
export function applyAll(ticket: Ticket | null, events: readonly SavedEvent[]): Ticket {
  const after = events.reduce<Ticket | null>(apply, ticket);
  if (after === null) throw new Error('No events, no ticket');
  return after;
}
