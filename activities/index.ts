import type { Client } from '@temporalio/client';
import type { Orm } from '../src/db/orm.ts';
import { rollUpCounts } from '../src/db/upkeep/ticket-counts.ts';
import type { AccountKey } from '../src/host/identity/account-token.ts';
import type { AnswerKey } from '../src/mail/answer-token.ts';
import type { MailRenderer } from '../src/mail/render.ts';
import type { MailAddresses } from '../src/outbox/addresses.ts';
import { noticesKind } from '../src/outbox/notices/prepare.ts';
import { serviceMailsKind } from '../src/outbox/service-mails/prepare.ts';
import type { Transport } from '../src/outbox/transport.ts';
import type { Operations } from '../src/temporal/operations.ts';
import { deliverOutbox } from './outbox/deliver-outbox.ts';
import { createRetiredActivities } from './retired.ts';
import type { HistoryKey } from './ticket/history-hash.ts';
import { loadTicket } from './ticket/load-ticket.ts';
import { saveCommands } from './ticket/save-commands.ts';
import type { SaveRequest } from './ticket/save-request.ts';
import { type AuditRequest, auditTenants } from './upkeep/audit-quotas.ts';
import { refreshOverdue } from './upkeep/refresh-overdue.ts';
import { finishRelease, releaseSome } from './upkeep/release-tickets.ts';

/** What activities work with; passed in once, by src/main or a test. */
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
  /** How many comments a ticket takes. */
  commentsPerTicket: number;
  /** Work that activities start beside their own. */
  operations: Operations;
  now: () => Date;
  /** How long something may be overdue before the refresh schedule reminds its workflow, in seconds. */
  graceSeconds: number;
  /** The running build, as alerts name it. */
  build: string;
}>;

export type Activities = ReturnType<typeof createActivities>;

/** The activities of all workflows, bound to their tools. */
export function createActivities(tools: ActivityTools) {
  const { sender } = tools.transport;
  const kinds = [noticesKind({ ...tools, sender }), serviceMailsKind(tools)];
  return {
    ...createRetiredActivities(tools),
    saveCommands: (request: SaveRequest) => saveCommands(tools, request),
    loadTicket: (of: { tenantId: string; ticketId: string }) => loadTicket(tools.orm, of),
    deliverOutbox: () => deliverOutbox({ ...tools, kinds }),
    refreshOverdue: () => refreshOverdue(tools),
    rollUpCounts: () => rollUpCounts(tools.orm),
    releaseSome: (page: { tenantId: string; after: string | null }) => releaseSome(tools, page),
    finishRelease: (of: { tenantId: string; askedAt: string | null }) => finishRelease(tools, of),
    auditTenants: (request: AuditRequest) => auditTenants(tools, request),
  };
}
