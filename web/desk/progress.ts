import type { DeskEvent } from '../../src/db/reading/desk-ticket.ts';
import type { Status } from '../../src/domain/status.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';

type Milestone = Pick<DeskEvent, 'fact' | 'occurredAt'>;

export type ProgressStep = Readonly<{ label: MessageKey; state: 'done' | 'now' | 'ahead'; at: Date | null }>;

const path: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed'];

/**
 * The steps of a ticket: done, now and ahead. A cancelled ticket ends where it was cancelled. `events` are its changes
 * of status, oldest first.
 */
export function progressOf(status: Status, events: readonly Milestone[]): ProgressStep[] {
  const reached = whenReached(events);
  const steps = status === 'cancelled' ? [...path.filter((step) => reached.has(step)), status] : path;
  const here = steps.indexOf(status);
  return steps.map((step, index) => ({
    label: `desk.status.${step}`,
    state: index < here ? 'done' : index === here ? 'now' : 'ahead',
    at: index <= here ? (reached.get(step) ?? null) : null,
  }));
}

/** When each status was last entered. Reopening undoes the solution. */
function whenReached(events: readonly Milestone[]): Map<Status, Date> {
  const reached = new Map<Status, Date>();
  for (const { fact, occurredAt } of events) {
    if (fact.type === 'created') reached.set('open', occurredAt);
    if (fact.type !== 'status_changed') continue;
    if (fact.from === 'resolved' && fact.to === 'in_progress') reached.delete('resolved');
    reached.set(fact.to, occurredAt);
  }
  return reached;
}
