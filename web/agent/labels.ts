import type { QueueSort } from '../../src/domain/filter/ticket-list.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';

/** What the sort orders of the queue are called. */
export const sortLabels: Readonly<Record<QueueSort, MessageKey>> = {
  '-updated_at': 'agent.sort.last_changed',
  '-created_at': 'agent.sort.newest',
  '-priority': 'agent.sort.most_urgent',
  waiting_since: 'agent.sort.waiting_longest',
};
