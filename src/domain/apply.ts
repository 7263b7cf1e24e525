import { expectsAnswer, type SavedEvent, type TextRef, type TicketEvent } from './event.ts';
import { isFinal } from './status.ts';
import type { Side, Ticket } from './ticket.ts';

type Created = Extract<TicketEvent<TextRef>, { type: 'created' }>;
type Comment = Extract<TicketEvent<TextRef>, { type: 'comment_added' }>;

/**
 * The ticket after an event. Pure: the same events always give the same ticket, which is how it is rebuilt and
 * verified. `null` is the ticket before its first event. An event that is impossible at this point is a defect, and
 * throws.
 */
export function apply(ticket: Ticket | null, event: SavedEvent): Ticket {
  const { fact } = event;
  if (fact.type === 'created') {
    if (ticket !== null) throw new Error(`${ticket.number} is there already: created cannot stand here`);
    return begin(fact, event);
  }
  if (ticket === null) throw new Error(`A ticket cannot begin with ${fact.type}`);
  const next = { ...ticket, sequence: event.sequence, version: event.version };
  if (fact.type === 'command_refused' || fact.type === 'workflow_restarted') return next;
  return { ...next, ...consequences(ticket, fact, event), updatedAt: event.occurredAt };
}

function begin(fact: Created, event: SavedEvent): Ticket {
  const at = event.occurredAt;
  return {
    tenantId: fact.tenantId,
    id: fact.ticketId,
    number: fact.number,
    version: event.version,
    sequence: event.sequence,
    type: fact.ticketType,
    title: event.title ?? '',
    descriptionTextId: fact.description.id,
    status: 'open',
    priority: fact.priority,
    channel: fact.channel,
    externalRef: fact.externalRef,
    followUpOf: fact.followUpOf,
    reporterId: fact.reporterId,
    assigneeId: null,
    createdAt: at,
    updatedAt: at,
    resolvedAt: null,
    finishedAt: null,
    firstPublicReplyAt: null,
    lastPublicAt: at,
    lastPublicSide: 'reporter',
    waitingFor: 'agent',
    waitingSince: at,
    reopenedCount: 0,
    resolutionAnswer: null,
    withdrawalRequestedAt: null,
    assetIds: [],
    movement: null,
  };
}

function consequences(
  ticket: Ticket,
  fact: Exclude<TicketEvent<TextRef>, { type: 'created' | 'command_refused' | 'workflow_restarted' }>,
  event: SavedEvent,
): Partial<Ticket> {
  const at = event.occurredAt;
  switch (fact.type) {
    case 'status_changed':
      return statusChanged(ticket, fact.to, at);
    case 'assigned':
      return { assigneeId: fact.to };
    case 'comment_added':
      if (fact.visibility === 'internal') return {};
      return {
        lastPublicAt: at,
        lastPublicSide: fact.side,
        ...(fact.side === 'agent' && ticket.firstPublicReplyAt === null ? { firstPublicReplyAt: at } : {}),
        ...afterMessage(ticket, fact, at),
      };
    case 'title_edited':
      return { title: event.title ?? ticket.title };
    case 'description_edited':
      return { descriptionTextId: fact.description.id };
    case 'type_edited':
      return { type: fact.to };
    case 'priority_edited':
      return { priority: fact.to };
    case 'resolution_answered':
      return { resolutionAnswer: fact.answer, ...waiting(ticket, 'agent', at) };
    case 'withdrawal_requested':
      return { withdrawalRequestedAt: at, ...waiting(ticket, 'agent', at) };
    case 'asset_linked':
      return { assetIds: [...ticket.assetIds, fact.assetId] };
    case 'asset_unlinked':
      return { assetIds: ticket.assetIds.filter((id) => id !== fact.assetId) };
    case 'movement_linked':
      return { movement: { id: fact.movementId, assetId: fact.assetId, labelTextId: fact.label.id } };
    case 'movement_unlinked':
      return { movement: null };
  }
}

function statusChanged(ticket: Ticket, to: Ticket['status'], at: string): Partial<Ticket> {
  if (isFinal(to)) return { status: to, finishedAt: at, waitingFor: null, waitingSince: null };
  if (to === 'resolved') {
    return {
      status: to,
      resolvedAt: at,
      resolutionAnswer: null,
      withdrawalRequestedAt: null,
      ...waiting(ticket, 'reporter', at),
    };
  }
  if (ticket.status === 'resolved') {
    return {
      status: to,
      resolvedAt: null,
      resolutionAnswer: null,
      reopenedCount: ticket.reopenedCount + 1,
      ...waiting(ticket, 'agent', at),
    };
  }
  return { status: to };
}

/**
 * A reporter's message waits for the agents, an agent's question for the reporter (R24). Any other reply of an agent
 * answers the reporter and asks nothing: nobody is waited for, unless an earlier question is still open.
 */
function afterMessage(ticket: Ticket, message: Comment, at: string): Partial<Ticket> {
  if (message.side === 'reporter') return waiting(ticket, 'agent', at);
  if (expectsAnswer(message)) return waiting(ticket, 'reporter', at);
  return ticket.waitingFor === 'agent' ? { waitingFor: null, waitingSince: null } : {};
}

/** Who is expected to act, and since when. A second message from the same side does not restart the wait. */
function waiting(ticket: Ticket, side: Side, at: string): Pick<Ticket, 'waitingFor' | 'waitingSince'> {
  return {
    waitingFor: side,
    waitingSince: ticket.waitingFor === side && ticket.waitingSince !== null ? ticket.waitingSince : at,
  };
}
