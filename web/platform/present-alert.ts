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

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** An alert as the console shows it: "8 agents, the licence allows 5". */
export function alertLine(alert: ListedAlert): AlertLine {
  const { id, tenantId, tenantName, used, mostUsed, acknowledgedAt } = alert;
  const { openedAt, seenAt, closedAt, acknowledgedBy } = alert;
  return {
    tenant: tenantName,
    href: tenantPath(tenantId),
    what: whatIsWrong(alert),
    most: alert.kind !== 'mail_count_drift' && mostUsed > used ? `at most ${count(mostUsed)}` : null,
    openedAt,
    seenAt,
    closedAt,
    acknowledgedAt,
    acknowledgedBy,
    action: acknowledgedAt === null ? `/platform/alerts/${id}/acknowledge` : null,
  };
}

function whatIsWrong({ kind, period, limit, used, dropped }: ListedAlert): string {
  const counted = (thing: string): string => `${count(used)} ${thing}${used === 1 ? '' : 's'}`;
  switch (kind) {
    case 'agents_over_quota':
      return `${counted('agent')}, the licence allows ${count(limit)}`;
    case 'emails_over_quota':
      return `${counted('mail')}${inMonth(period)}, the licence allows ${count(limit)}`;
    case 'emails_used_up':
      return `All ${count(limit)} mails${inMonth(period)} are used up, ${count(dropped)} dropped so far`;
    case 'mail_count_drift':
      return `The counter says ${counted('mail')}${inMonth(period)}, the ledger ${count(limit)}`;
    case 'ticket_healed':
      return `The workflow of ${period} could not go on and was restarted, ${times(used)} within an hour`;
    case 'tickets_failing':
      return `${counted('ticket')} cannot go on since build ${period}; none is restarted by itself`;
    case 'mail_flood':
      return `${counted('mail')} within an hour${onDay(period)}; from ${count(limit)} on, further ones are skipped`;
  }
}

/** " in November 2026" for `2026-11`. */
function inMonth(period: string): string {
  const start = Date.parse(`${period}-01T00:00:00Z`);
  return Number.isNaN(start) ? '' : ` in ${month.format(start)}`;
}

function times(n: number): string {
  return n === 1 ? 'once' : `${count(n)} times`;
}

/** " on 28 November 2026" for `2026-11-28`. */
function onDay(period: string): string {
  const start = Date.parse(`${period}T00:00:00Z`);
  return Number.isNaN(start) ? '' : ` on ${day.format(start)}`;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
