import type { TenantEm } from '../in-tenant.ts';
import { isActive } from '../active-tickets.ts';
import type { QueueView } from '../../domain/filter/views.ts';

export type QueueCounts = Readonly<Record<QueueView, number>>;

const active = isActive();

/** How many tickets each view holds, exactly: sums of the rows that saveCommands writes, never a count of tickets. */
export async function readQueueCounts(em: TenantEm, userId: string): Promise<QueueCounts> {
  const sum = (condition: string): string => `coalesce(sum(n) filter (where ${condition}), 0)::int`;
  const [counts] = await em.execute<QueueCounts[]>(
    `select ${sum(`assignee_id = ? and ${active}`)} as mine,
       ${sum(`assignee_id is null and ${active}`)} as unassigned,
       ${sum(active)} as active,
       ${sum(`status = 'open'`)} as open,
       ${sum(`status = 'in_progress'`)} as in_progress,
       ${sum(`waiting_for = 'agent'`)} as waiting,
       ${sum(`status = 'resolved'`)} as resolved,
       ${sum(`status = 'closed'`)} as closed,
       ${sum(`status = 'cancelled'`)} as cancelled,
       ${sum('true')} as "all"
     from ticket_count`,
    [userId],
  );
  if (counts === undefined) throw new Error('A sum without a group has always one row');
  return counts;
}
