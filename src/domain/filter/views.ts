/** The views of the queue. Each is a condition of its own, which the fields of a filter narrow. */
export const queueViews = [
  'mine',
  'unassigned',
  'active',
  'open',
  'in_progress',
  'waiting',
  'resolved',
  'closed',
  'cancelled',
  'all',
] as const;

export type QueueView = (typeof queueViews)[number];

/** Whether a view holds active tickets only. */
export function isOfActive(view: QueueView): boolean {
  return view !== 'closed' && view !== 'cancelled' && view !== 'all';
}
