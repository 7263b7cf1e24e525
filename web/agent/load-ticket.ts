import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type AgentEvent, readEvents } from '../../src/db/reading/agent-events.ts';
import { type AgentNotice, readNotices } from '../../src/db/reading/agent-notices.ts';
import { type Person, readAgents, readPeople } from '../../src/db/reading/agent-people.ts';
import { placeIn, readNeighbours } from '../../src/db/reading/agent-queue.ts';
import {
  type LinkedTicket,
  readDescription,
  readFollowUps,
  readOtherTickets,
} from '../../src/db/reading/agent-ticket.ts';
import { readKeyNames } from '../../src/db/reading/key-names.ts';
import { personOf } from '../../src/domain/actor.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { type LinksShown, shownEvents } from '../http/links-shown.ts';
import { type LoadedLinks, loadLinks } from './load-links.ts';
import { resolveQuery } from './queue-filter.ts';
import { parseQueueQuery, queueSearch } from './queue-query.ts';

/** The list that a ticket was opened from, and its neighbours there. */
export type FromList = Readonly<{ search: string; previous: string | null; next: string | null }>;

/**
 * Everything that the ticket page shows, as it stands in the rows. `people` are all who are mentioned, `keyNames` is what
 * integrations and keys that acted are called.
 */
export type LoadedTicket = Readonly<{
  ticket: Ticket;
  description: string;
  events: readonly AgentEvent[];
  notices: readonly AgentNotice[];
  people: ReadonlyMap<string, Person>;
  keyNames: ReadonlyMap<string, string>;
  agents: readonly Person[];
  otherTickets: readonly LinkedTicket[];
  earlier: LinkedTicket | null;
  later: readonly LinkedTicket[];
  list: FromList;
  /** Whether assets and movements are shown at all; while they are not, there are none here. */
  links: LinksShown;
  linked: LoadedLinks;
}>;

/** Who opens the ticket, from which list (the query of it, as the address carries it), and what is searched there. */
export type Opening = Readonly<{ userId: string; from: string; links: LinksShown; assetWords: string }>;

/** How many of the reporter's other tickets stand beside a ticket. */
export const otherTicketsShown = 5;

/** Loads what belongs to a ticket. */
export async function loadTicket(em: TenantEm, ticket: Ticket, opening: Opening): Promise<LoadedTicket> {
  const { links } = opening;
  const events = shownEvents(await readEvents(em, ticket.id), links);
  const agents = await readAgents(em);
  const known = new Map(agents.map((agent) => [agent.id, agent]));
  const missing = [...mentioned(ticket, events)].filter((id) => !known.has(id));
  for (const person of await readPeople(em, missing)) known.set(person.id, person);
  const { earlier, later } = await readFollowUps(em, ticket);
  return {
    ticket,
    description: await readDescription(em, ticket),
    events,
    notices: await readNotices(em, ticket.id),
    people: known,
    keyNames: await readKeyNames(
      em,
      events.map(({ actor }) => actor),
    ),
    agents,
    otherTickets: await readOtherTickets(em, ticket, otherTicketsShown),
    earlier,
    later,
    list: await neighboursIn(em, ticket, opening),
    links,
    linked: await loadLinks(em, ticket, links, opening.assetWords),
  };
}

function mentioned(ticket: Ticket, events: readonly AgentEvent[]): Set<string> {
  const ids = new Set([ticket.reporterId, ticket.assigneeId]);
  for (const { actor, fact } of events) {
    ids.add(personOf(actor));
    if (fact.type === 'assigned') ids.add(fact.from).add(fact.to);
  }
  ids.delete(null);
  return ids as Set<string>;
}

async function neighboursIn(em: TenantEm, ticket: Ticket, opening: Opening): Promise<FromList> {
  const { userId, from, links } = opening;
  const { query, problems } = parseQueueQuery(from);
  const { filter, problems: unknown } = await resolveQuery(em, query, { userId, links });
  const place = placeIn(query.sort, {
    id: ticket.id,
    createdAt: new Date(ticket.createdAt),
    updatedAt: new Date(ticket.updatedAt),
    waitingSince: ticket.waitingSince === null ? null : new Date(ticket.waitingSince),
  });
  const search = problems.length + unknown.length > 0 ? '' : queueSearch({ ...query, cursor: null });
  if (place === null) return { search, previous: null, next: null };
  return { search, ...(await readNeighbours(em, filter, { sort: query.sort, place })) };
}
