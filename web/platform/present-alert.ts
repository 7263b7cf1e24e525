import type { ListedAlert } from '../../src/db/reading/platform-alerts.ts';
import { tenantPath } from './paths.ts';

export type AlertLine = Readonly<{
  tenant: string;
  href: string;
  what: string;
  /** The most that there was, where it is less by now. */
  most: string | null;
  openedAt: Date;
  seenAt: Date;
  closedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  /** Where to acknowledge it; null where somebody has. */
  action: string | null;
}>;

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** An alert as the console shows it: "8 agents, the licence allows 5". */
export function alertLine(alert: ListedAlert): AlertLine {
  const { id, tenantId, tenantName, kind, period, limit, used, mostUsed, acknowledgedAt } = alert;
  const { openedAt, seenAt, closedAt, acknowledgedBy } = alert;
  const thing = kind === 'agents_over_quota' ? 'agent' : 'mail';
  const when = period === '' ? '' : ` in ${month.format(new Date(`${period}-01T00:00:00Z`))}`;
  return {
    tenant: tenantName,
    href: tenantPath(tenantId),
    what:
      kind === 'emails_used_up'
        ? `All ${count(limit)} mails${when} are used up, ${count(alert.dropped)} dropped so far`
        : `${count(used)} ${thing}${used === 1 ? '' : 's'}${when}, the licence allows ${count(limit)}`,
    most: mostUsed > used ? `at most ${count(mostUsed)}` : null,
    openedAt,
    seenAt,
    closedAt,
    acknowledgedAt,
    acknowledgedBy,
    action: acknowledgedAt === null ? `/platform/alerts/${id}/acknowledge` : null,
  };
}

function count(n: number): string {
  return n.toLocaleString('en');
}
