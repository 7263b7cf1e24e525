import type { Client } from '@temporalio/client';
import { rollUpCounts } from '../src/db/overdue-tickets.ts';
import type { Orm } from '../src/db/orm.ts';
import type { MailRenderer } from '../src/mail/render.ts';
import type { HistoryKey } from './history-hash.ts';
import type { MailAddresses } from './mail-of-notice.ts';
import { readTicket } from './read-ticket.ts';
import { refreshOverdue } from './refresh-overdue.ts';
import type { SaveRequest } from './save-request.ts';
import { saveTicket } from './save-ticket.ts';
import { sendNotices, type SendRequest } from './send-notices.ts';
import type { Transport } from './transport.ts';

/** What activities work with; given once, by src/main or a test. */
export type ActivityTools = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  transport: Transport;
  renderer: MailRenderer;
  addresses: MailAddresses;
  historyKey: HistoryKey;
  now: () => Date;
  /** How long a ticket may be overdue before the refresh schedule reminds its workflow. In seconds. */
  graceSeconds: number;
}>;

export type Activities = ReturnType<typeof createActivities>;

/** The activities of all workflows, bound to their tools. */
export function createActivities(tools: ActivityTools) {
  return {
    saveTicket: (request: SaveRequest) => saveTicket(tools, request),
    readTicket: (of: { tenantId: string; ticketId: string }) => readTicket(tools.orm, of),
    sendNotices: (request: SendRequest) => sendNotices(tools, request),
    refreshOverdue: () => refreshOverdue(tools),
    rollUpCounts: () => rollUpCounts(tools.orm),
  };
}
