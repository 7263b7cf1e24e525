import type { ListedAlert } from '../../src/db/reading/platform-alerts.ts';
import { type Message, message } from '../../src/locales/message.ts';
import { tenantPath } from './paths.ts';

export type AlertLine = Readonly<{
  tenant: string;
  href: string;
  what: Message;
  /** The highest value so far, if it has gone down since. */
  most: number | null;
  openedAt: Date;
  seenAt: Date;
  closedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  /** Where to acknowledge it; null once somebody has. */
  action: string | null;
}>;

/** An alert as the console shows it: "8 agents, but the licence allows 5". */
export function alertLine(alert: ListedAlert): AlertLine {
  const { id, tenantId, tenantName, used, mostUsed, acknowledgedAt } = alert;
  const { openedAt, seenAt, closedAt, acknowledgedBy } = alert;
  return {
    tenant: tenantName,
    href: tenantPath(tenantId),
    what: whatIsWrong(alert),
    most: alert.kind !== 'mail_count_drift' && mostUsed > used ? mostUsed : null,
    openedAt,
    seenAt,
    closedAt,
    acknowledgedAt,
    acknowledgedBy,
    action: acknowledgedAt === null ? `/platform/alerts/${id}/acknowledge` : null,
  };
}

function whatIsWrong({ kind, period, limit, used, dropped }: ListedAlert): Message {
  switch (kind) {
    case 'agents_over_quota':
      return message('platform.alert.agents_over_quota', { used, limit });
    case 'emails_over_quota':
    case 'mail_count_drift':
      return message(`platform.alert.${kind}`, { used, limit, month: dayOf(`${period}-01`) });
    case 'emails_used_up':
      return message('platform.alert.emails_used_up', { limit, dropped, month: dayOf(`${period}-01`) });
    case 'ticket_healed':
      return message('platform.alert.ticket_healed', { used, ticket: period });
    case 'tickets_failing':
      return message('platform.alert.tickets_failing', { used, build: period });
    case 'mail_flood':
      return message('platform.alert.mail_flood', { used, limit, day: dayOf(period) });
  }
}

/** The beginning of a day such as `2026-11-28`, in UTC. */
function dayOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
