import type { Orm } from '../db/orm.ts';
import { reportStuck } from '../db/upkeep/stuck-tickets.ts';
import { ticketWorkflowId } from './names.ts';

type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/** Tickets that have lately given no answer: reported, so that somebody looks at them. */
export type Suspects = Readonly<{ has(of: TicketKey): boolean; add(of: TicketKey): void }>;

/** For how long a ticket that gave no answer is under suspicion, and is not reported again, in ms. */
const suspicionMs = 30_000;

/** One process's suspects. Reporting waits for nobody: where the database is away too, the next one in vain reports it. */
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
