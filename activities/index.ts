import type { Client } from '@temporalio/client';
import type { AnswerKey } from '../src/mail/answer-token.ts';
import { rollUpCounts } from '../src/db/upkeep/overdue-tickets.ts';
import type { Orm } from '../src/db/orm.ts';
import type { AccountKey } from '../src/host/identity/account-token.ts';
import type { MailRenderer } from '../src/mail/render.ts';
import type { Operations } from '../src/temporal/operations.ts';
import { type AgainRequest, askAgain } from './mail/ask-again.ts';
import { type AuditRequest, auditTenants } from './upkeep/audit-quotas.ts';
import type { HistoryKey } from './ticket/history-hash.ts';
import type { MailAddresses } from './mail/mail-of-notice.ts';
import { readTicket } from './ticket/read-ticket.ts';
import { refreshOverdue } from './upkeep/refresh-overdue.ts';
import { finishRelease, releaseSome } from './upkeep/release-tickets.ts';
import type { SaveRequest } from './ticket/save-request.ts';
import { saveTicket } from './ticket/save-ticket.ts';
import { sendNotices, type SendRequest } from './mail/send-notices.ts';
import { sendServiceMails } from './mail/send-service-mails.ts';
import type { Transport } from './mail/transport.ts';

/** What activities work with; given once, by src/main or a test. */
export type ActivityTools = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  transport: Transport;
  renderer: MailRenderer;
  addresses: MailAddresses;
  historyKey: HistoryKey;
  accountKey: AccountKey;
  answerKey: AnswerKey;
  /** What activities set going beside the work that they do. */
  operations: Operations;
  now: () => Date;
  /** How long something may be overdue before the refresh schedule reminds its workflow. In seconds. */
  graceSeconds: number;
}>;

export type Activities = ReturnType<typeof createActivities>;

/** The activities of all workflows, bound to their tools. */
export function createActivities(tools: ActivityTools) {
  return {
    saveTicket: (request: SaveRequest) => saveTicket(tools, request),
    readTicket: (of: { tenantId: string; ticketId: string }) => readTicket(tools.orm, of),
    sendNotices: (request: SendRequest) => sendNotices(tools, request),
    askAgain: (request: AgainRequest) => askAgain(tools.orm, request),
    refreshOverdue: () => refreshOverdue(tools),
    rollUpCounts: () => rollUpCounts(tools.orm),
    sendServiceMails: (request: { at: string }) => sendServiceMails(tools, request),
    releaseSome: (page: { tenantId: string; after: string | null }) => releaseSome(tools, page),
    finishRelease: (of: { tenantId: string; askedAt: string | null }) => finishRelease(tools, of),
    auditTenants: (request: AuditRequest) => auditTenants(tools, request),
  };
}
