import {
  filterFromParameters,
  filterParameters,
  type FilterProblem,
  type Parameters,
  type TicketFilter,
} from './ticket-filter.ts';
import { isOfActive, type QueueView } from './views.ts';

/** What tickets can be sorted by: a field, with `-` from the greatest down. The greatest priority is `urgent`. */
export const ticketSorts = [
  '-updated_at',
  'updated_at',
  '-created_at',
  'created_at',
  '-priority',
  'priority',
  'waiting_since',
] as const;

export type TicketSort = (typeof ticketSorts)[number];

/** The orders that the queue offers: last changed first, newest first, urgent first, and whoever waits longest first. */
export const queueSorts = ['-updated_at', '-created_at', '-priority', 'waiting_since'] as const satisfies TicketSort[];

export type QueueSort = (typeof queueSorts)[number];

/** Which tickets, and in which order. */
export type TicketList = Readonly<{ filter: TicketFilter; sort: TicketSort }>;

const usualSort: TicketSort = '-updated_at';

/** The list of a view as it opens. */
export function plainList(view: QueueView): TicketList {
  return { filter: { view }, sort: usualSort };
}

/** Reads a list out of an address; what makes no sense is reported field by field, and is not part of it. */
export function listFromParameters(
  parameters: Parameters,
): Readonly<{ list: TicketList; problems: readonly FilterProblem[] }> {
  const { filter, problems } = filterFromParameters(parameters);
  const asked = parameters.findLast(([name, value]) => name === 'sort' && value !== '')?.[1];
  const sort = ticketSorts.find((each) => each === asked);
  return {
    list: { filter, sort: sortIn(filter.view, sort ?? usualSort) },
    problems: asked === undefined || sort !== undefined ? problems : [...problems, noSuchSort],
  };
}

/** A list as an address has it: what is usual is left out. */
export function listParameters({ filter, sort }: TicketList): Parameters {
  return [...filterParameters(filter), ...(sort === usualSort ? [] : [['sort', sort] as const])];
}

/** The orders that the queue offers for a view. */
export function sortsOf(view: QueueView): readonly QueueSort[] {
  return queueSorts.filter((sort) => sort === sortIn(view, sort));
}

/** Nothing waits in a list of finished tickets: there the usual order takes that one's place. */
export function sortIn(view: QueueView, sort: TicketSort): TicketSort {
  return sort === 'waiting_since' && !isOfActive(view) ? usualSort : sort;
}

const noSuchSort: FilterProblem = {
  field: 'sort',
  message: 'The list cannot be sorted like that. Choose one of the orders on this page.',
};
