import type { Orm } from '../db/orm.ts';
import { reportStuck } from '../db/upkeep/stuck-tickets.ts';
import { ticketWorkflowId } from './names.ts';

type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/** Tickets that have recently not answered: reported, so that the refresh schedule looks at them. */
export type Suspects = Readonly<{ has(of: TicketKey): boolean; add(of: TicketKey): void }>;

/** How long a ticket that did not answer stays a suspect, and is not reported again, in ms. */
const suspicionMs = 30_000;

/**
 * The suspects of one process. Nobody waits for the report: if the database is away too, the next missing answer
 * reports it.
 */
export function createSuspects(orm: Orm): Suspects {
  const until = new Map<string, number>();
  const forgetOld = (now: number): void => {
    for (const [id, end] of until) if (end <= now) until.delete(id);
  };
  return {
    has: ({ tenantId, ticketId }) => (until.get(ticketWorkflowId(tenantId, ticketId)) ?? 0) > Date.now(),
    add: (of) => {
      const now = Date.now();
      forgetOld(now);
      const id = ticketWorkflowId(of.tenantId, of.ticketId);
      if (until.has(id)) return;
      until.set(id, now + suspicionMs);
      reportStuck(orm, of, new Date(now)).catch(() => until.delete(id));
    },
  };
}
