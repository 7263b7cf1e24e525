import {
  filterFromParameters,
  filterParameters,
  type FilterProblem,
  type Parameters,
  type TicketFilter,
} from './ticket-filter.ts';
import { isOfActive, type QueueView } from './views.ts';

/** What tickets can be sorted by: a field, with `-` for descending. The greatest priority is `urgent`. */
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

/**
 * The sort orders that the queue offers: last changed first, newest first, most urgent first, and longest waiting
 * first.
 */
export const queueSorts = ['-updated_at', '-created_at', '-priority', 'waiting_since'] as const satisfies TicketSort[];

export type QueueSort = (typeof queueSorts)[number];

/** Which tickets, and in which order. */
export type TicketList = Readonly<{ filter: TicketFilter; sort: TicketSort }>;

const usualSort: TicketSort = '-updated_at';

/** The list that a view opens with. */
export function plainList(view: QueueView): TicketList {
  return { filter: { view }, sort: usualSort };
}

/** Reads a list from a query string. Invalid parameters are reported field by field and left out of the list. */
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

/** A list as query parameters, without defaults. */
export function listParameters({ filter, sort }: TicketList): Parameters {
  return [...filterParameters(filter), ...(sort === usualSort ? [] : [['sort', sort] as const])];
}

/** The sort orders that the queue offers for a view. */
export function sortsOf(view: QueueView): readonly QueueSort[] {
  return queueSorts.filter((sort) => sort === sortIn(view, sort));
}

/** Finished tickets wait for nobody, so lists of them fall back from that order to the default one. */
export function sortIn(view: QueueView, sort: TicketSort): TicketSort {
  return sort === 'waiting_since' && !isOfActive(view) ? usualSort : sort;
}

const noSuchSort: FilterProblem = {
  field: 'sort',
  key: 'refusal.filter.sort',
};
