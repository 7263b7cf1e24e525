import type { TenantEm } from '../../src/db/in-tenant.ts';
import {
  type AgentEvent,
  type Conversation,
  readConversation,
  readHistory,
  readLastPublicSequence,
  type Window,
} from '../../src/db/reading/agent-events.ts';
import { type AgentNotice, readNotices } from '../../src/db/reading/agent-notices.ts';
import { type Person, readAgents } from '../../src/db/reading/agent-people.ts';
import { readNeighbours } from '../../src/db/reading/agent-queue.ts';
import {
  type LinkedTicket,
  readDescription,
  readFollowUps,
  readOtherTickets,
} from '../../src/db/reading/agent-ticket.ts';
import { readSolution, type Solution } from '../../src/db/reading/solution.ts';
import { placeIn } from '../../src/db/reading/ticket-order.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { hiddenEvents, type LinksShown } from '../http/links-shown.ts';
import { agentsRead } from './agent-choices.ts';
import { conversationSize } from './conversation-window.ts';
import { loadKnown } from './load-known.ts';
import { type LoadedLinks, loadLinks } from './load-links.ts';
import type { Known } from './names.ts';
import { fromList } from './present-queue.ts';
import { shownFilter } from './queue-names.ts';
import { parseQueueQuery } from './queue-query.ts';

/** The list that a ticket was opened from, and the tickets next to it there. */
export type FromList = Readonly<{ search: string; previous: string | null; next: string | null }>;

/**
 * Everything that the ticket page shows, as the rows have it. Of whatever grows with the ticket this is the newest
 * part, with one more than is shown if there is more.
 */
export type LoadedTicket = Known &
  Readonly<{
    ticket: Ticket;
    description: string;
    window: Window;
    conversation: Conversation;
    /** The last public event: whoever sees the page has read up to it. */
    seenPublic: number;
    solution: Solution | null;
    history: readonly AgentEvent[];
    notices: readonly AgentNotice[];
    agents: readonly Person[];
    otherTickets: readonly LinkedTicket[];
    earlier: LinkedTicket | null;
    later: readonly LinkedTicket[];
    list: FromList;
    /** Whether assets and movements are shown at all; if not, none are loaded. */
    links: LinksShown;
    linked: LoadedLinks;
  }>;

/**
 * Who opens the ticket, from which list (its query, as the address carries it), at which part of the conversation, and
 * what is searched for there.
 */
export type Opening = Readonly<{
  userId: string;
  timeZone: string;
  from: string;
  window: Window;
  links: LinksShown;
  assetSearch: string;
}>;

/** How many of the reporter's other tickets, follow-ups, mails and history entries the page shows. */
export const shownBeside = { otherTickets: 5, followUps: 10, mails: 20, history: 20 } as const;

/** Loads everything that the ticket page shows. */
export async function loadTicket(em: TenantEm, ticket: Ticket, opening: Opening): Promise<LoadedTicket> {
  const { links, window } = opening;
  const conversation = await readConversation(em, ticket.id, { window, limit: conversationSize });
  const history = await readHistory(em, ticket.id, {
    before: null,
    limit: shownBeside.history + 1,
    hidden: hiddenEvents(links),
    room: 0,
  });
  const solution = await readSolution(em, ticket);
  const agents = await readAgents(em, agentsRead);
  const mentioning = [...conversation.events, ...history, ...(solution === null ? [] : [solution])];
  return {
    ...(await loadKnown(em, ticket, mentioning, agents)),
    ...(await readFollowUps(em, ticket, shownBeside.followUps)),
    ticket,
    description: await readDescription(em, ticket),
    window,
    conversation,
    seenPublic: await readLastPublicSequence(em, ticket.id),
    solution,
    history,
    notices: await readNotices(em, ticket.id, { after: null, limit: shownBeside.mails + 1 }),
    agents,
    otherTickets: await readOtherTickets(em, ticket, shownBeside.otherTickets),
    list: await neighboursIn(em, ticket, opening),
    links,
    linked: await loadLinks(em, ticket, links, opening.assetSearch),
  };
}

async function neighboursIn(
  em: TenantEm,
  ticket: Ticket,
  { userId, timeZone, from, links }: Opening,
): Promise<FromList> {
  const { query, problems } = parseQueueQuery(from);
  const place = placeIn(query.sort, {
    id: ticket.id,
    priority: ticket.priority,
    createdAt: new Date(ticket.createdAt),
    changedAt: new Date(ticket.updatedAt),
    waitingSince: ticket.waitingSince === null ? null : new Date(ticket.waitingSince),
  });
  const search = problems.length > 0 ? '' : fromList(query);
  const list = { ...query, filter: shownFilter(query.filter, links) };
  return { search, ...(await readNeighbours(em, list, { userId, timeZone, place })) };
}
