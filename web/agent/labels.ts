import type { QueueSort } from '../../src/domain/filter/ticket-list.ts';
import type { QueueView } from '../../src/domain/filter/views.ts';
import type { CancelReason, Channel } from '../../src/domain/ticket.ts';

/** What agents call the views of the queue. */
export const viewLabels: Readonly<Record<QueueView, string>> = {
  mine: 'Mine',
  unassigned: 'Unassigned',
  active: 'All active',
  open: 'Open',
  in_progress: 'In progress',
  waiting: 'Waiting for us',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
  all: 'All',
};

export const sortLabels: Readonly<Record<QueueSort, string>> = {
  '-updated_at': 'Last changed',
  '-created_at': 'Newest',
  '-priority': 'Most urgent',
  waiting_since: 'Waiting longest',
};

export const channelLabels: Readonly<Record<Channel, string>> = {
  desk: 'the desk',
  agent: 'an agent',
  asset: 'an asset’s page',
  api: 'the API',
  mail: 'mail',
  import: 'an import',
};

export const cancelReasonLabels: Readonly<Record<CancelReason, string>> = {
  duplicate: 'Duplicate of another ticket',
  not_reproducible: 'Not reproducible',
  withdrawn: 'No longer needed',
  other: 'Another reason',
};
