import type { Orm } from '../src/db/orm.ts';
import { inTenant } from '../src/db/in-tenant.ts';
import type { DecidedEvent } from '../src/domain/event.ts';
import { Refused, type Refusal } from '../src/domain/refusal.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import { requestResend } from '../src/outbox/request-resend.ts';
import type { HistoryKey } from './ticket/history-hash.ts';
import { loadTicket } from './ticket/load-ticket.ts';
import { saveCommands } from './ticket/save-commands.ts';
import type { CommandKey } from './ticket/save-request.ts';

type RetiredTools = Readonly<{ orm: Orm; historyKey: HistoryKey; commentsPerTicket: number; now: () => Date }>;
type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/** What workflows of earlier releases save: a single command. */
export type RetiredSaveRequest = TicketKey &
  Readonly<{ command: CommandKey; expectedVersion: number; at: string; events: readonly DecidedEvent[] }>;

/** What they get back. `mailDueAt` is null: the outbox delivers the mail. */
export type RetiredSaveResult =
  | Readonly<{ kind: 'saved'; ticket: Ticket; version: number; repeated: boolean; mailDueAt: string | null }>
  | Readonly<{ kind: 'behind'; ticket: Ticket; mailDueAt: string | null }>
  | Readonly<{ kind: 'assignee_gone' }>
  | Readonly<{ kind: 'refused'; refusal: Refusal }>;

/**
 * The activities of workflows that earlier releases started (workflows/retired), built on those of today. They can be
 * deleted once none of these workflows is left.
 */
export function createRetiredActivities(tools: RetiredTools) {
  return {
    saveTicket: (request: RetiredSaveRequest) => saveTicket(tools, request),
    readTicket: async (of: TicketKey) => {
      const ticket = await loadTicket(tools.orm, of);
      return ticket === null ? null : { ticket, mailDueAt: null };
    },
    sendNotices: async (
      _of: TicketKey & { at: string; knownVersion: number },
    ): Promise<{ mailDueAt: string | null }> => ({
      mailDueAt: null,
    }),
    askAgain: async ({
      tenantId,
      ticketId,
      noticeId,
      by,
    }: TicketKey & { noticeId: string; by: string; at: string }) => {
      try {
        await inTenant(tools.orm, tenantId, (em) =>
          requestResend(em, { tenantId, ticketId, noticeId, by, now: tools.now() }),
        );
        return null;
      } catch (error) {
        if (error instanceof Refused) return error.refusal;
        throw error;
      }
    },
    sendServiceMails: async (_at: { at: string }): Promise<{ dueAt: string | null }> => ({ dueAt: null }),
  };
}

async function saveTicket(tools: RetiredTools, request: RetiredSaveRequest): Promise<RetiredSaveResult> {
  const { command, expectedVersion, events, ...of } = request;
  const { ticket, outcomes, stopped } = await saveCommands(tools, {
    ...of,
    commands: [{ ...command, expectedVersion, events }],
  });
  const [outcome] = outcomes;
  if (outcome?.kind === 'refused') return outcome;
  if (stopped === 'assignee_gone') return { kind: 'assignee_gone' };
  if (ticket === null) throw new Error('A ticket was saved that does not exist');
  if (outcome === undefined) return { kind: 'behind', ticket, mailDueAt: null };
  return { ...outcome, ticket, mailDueAt: null };
}
