import type { ListedAlert } from '../../src/db/reading/platform-alerts.ts';
import { tenantPath } from './paths.ts';
import { counted, formatCount } from '../page/count.ts';

export type AlertLine = Readonly<{
  tenant: string;
  href: string;
  what: string;
  /** The highest value so far, if it has gone down since. */
  most: string | null;
  openedAt: Date;
  seenAt: Date;
  closedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  /** Where to acknowledge it; null once somebody has. */
  action: string | null;
}>;

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** An alert as the console shows it: "8 agents, the licence allows 5". */
export function alertLine(alert: ListedAlert): AlertLine {
  const { id, tenantId, tenantName, used, mostUsed, acknowledgedAt } = alert;
  const { openedAt, seenAt, closedAt, acknowledgedBy } = alert;
  return {
    tenant: tenantName,
    href: tenantPath(tenantId),
    what: whatIsWrong(alert),
    most: alert.kind !== 'mail_count_drift' && mostUsed > used ? `at most ${formatCount(mostUsed)}` : null,
    openedAt,
    seenAt,
    closedAt,
    acknowledgedAt,
    acknowledgedBy,
    action: acknowledgedAt === null ? `/platform/alerts/${id}/acknowledge` : null,
  };
}

function whatIsWrong({ kind, period, limit, used, dropped }: ListedAlert): string {
  switch (kind) {
    case 'agents_over_quota':
      return `${counted(used, 'agent')}, the licence allows ${formatCount(limit)}`;
    case 'emails_over_quota':
      return `${counted(used, 'mail')}${inMonth(period)}, the licence allows ${formatCount(limit)}`;
    case 'emails_used_up':
      return `All ${formatCount(limit)} mails${inMonth(period)} are used up, ${formatCount(dropped)} dropped so far`;
    case 'mail_count_drift':
      return `The counter says ${counted(used, 'mail')}${inMonth(period)}, the ledger ${formatCount(limit)}`;
    case 'ticket_healed':
      return `The workflow of ${period} could not go on and was restarted, ${times(used)} within an hour`;
    case 'tickets_failing':
      return `${counted(used, 'ticket')} cannot go on since build ${period}; none is restarted by itself`;
    case 'mail_flood':
      return `${counted(used, 'mail')} within an hour${onDay(period)}; from ${formatCount(limit)} on, further ones are skipped`;
  }
}

/** " in November 2026" for `2026-11`. */
function inMonth(period: string): string {
  const start = Date.parse(`${period}-01T00:00:00Z`);
  return Number.isNaN(start) ? '' : ` in ${month.format(start)}`;
}

function times(n: number): string {
  return n === 1 ? 'once' : `${formatCount(n)} times`;
}

/** " on 28 November 2026" for `2026-11-28`. */
function onDay(period: string): string {
  const start = Date.parse(`${period}T00:00:00Z`);
  return Number.isNaN(start) ? '' : ` on ${day.format(start)}`;
}
