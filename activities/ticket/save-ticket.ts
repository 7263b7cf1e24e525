import { DriverException, LockMode, UniqueConstraintViolationException } from '@mikro-orm/core';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { CommandEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketFromRow, type TicketRow } from '../../src/db/ticket-row.ts';
import { noSuchTicket, type Refusal } from '../../src/domain/refusal.ts';
import { withAssetFacts } from './asset-facts.ts';
import { completeEvents } from './complete-events.ts';
import {
  isReopenedForNobody,
  refusedByDatabase,
  withoutNeedlessRelease,
  withoutUnchangedText,
} from './database-facts.ts';
import type { HistoryKey } from './history-hash.ts';
import { mailDueAt } from '../mail/due-notices.ts';
import { noticeRows } from './notice-rows.ts';
import { takeNumber } from './take-number.ts';
import { writeTicket } from './write-ticket.ts';
import type { SaveRequest, SaveResult } from './save-request.ts';

type SaveTools = Readonly<{ orm: Orm; historyKey: HistoryKey; now: () => Date }>;

/**
 * The one place where a ticket is written: the command, its events, words, notices and counts, and the ticket's row, all
 * in one transaction. Repeating a request gives what was saved the first time; an id used for something else is refused.
 */
export async function saveTicket(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  try {
    return await saveInTransaction(tools, request);
  } catch (error) {
    // Another attempt of this very request, given up for lost, may have been committed meanwhile: look again, once.
    if (error instanceof UniqueConstraintViolationException) return saveOnce(tools, request);
    return refusedIfUnstorable(error);
  }
}

async function saveOnce(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  try {
    return await saveInTransaction(tools, request);
  } catch (error) {
    return refusedIfUnstorable(error);
  }
}

/** What the database can never store would be tried for ever, and stop its ticket. Everything else may pass by itself. */
function refusedIfUnstorable(error: unknown): SaveResult {
  if (isUnstorable(error)) return { kind: 'refused', refusal: unstorable };
  throw error;
}

async function saveInTransaction(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  return inTenant(tools.orm, request.tenantId, async (em) => {
    const key = { tenantId: request.tenantId, ticketId: request.ticketId };
    const row = await em.findOne(
      TicketEntity,
      { tenantId: key.tenantId, id: key.ticketId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (row !== null) {
      const earlier = await em.findOne(CommandEntity, { ...key, id: request.command.id });
      if (earlier !== null) {
        if (earlier.fingerprint !== request.command.fingerprint) return { kind: 'refused', refusal: idReused };
        const due = await mailDueAt(em, key);
        return { kind: 'saved', ticket: ticketFromRow(row), version: earlier.version, repeated: true, mailDueAt: due };
      }
      if (row.version !== request.expectedVersion) {
        return { kind: 'behind', ticket: ticketFromRow(row), mailDueAt: await mailDueAt(em, key) };
      }
    } else if (request.expectedVersion !== 0) {
      return { kind: 'refused', refusal: noSuchTicket };
    }
    const refusal = await refusedByDatabase(em, request);
    if (refusal !== null) return { kind: 'refused', refusal };
    if (await isReopenedForNobody(em, request, row)) return { kind: 'assignee_gone' };
    const known = await withAssetFacts(em, request, row, tools.now());
    if (!known.ok) return { kind: 'refused', refusal: known.refusal };
    const needed = await withoutNeedlessRelease(em, known.value);
    return save(em, tools, await withoutUnchangedText(em, needed, row), row);
  });
}

async function save(em: TenantEm, tools: SaveTools, request: SaveRequest, row: TicketRow | null): Promise<SaveResult> {
  const creating = row === null;
  const before = creating ? null : ticketFromRow(row);
  const completed = completeEvents({
    request,
    before,
    lastHash: creating ? null : Buffer.from(row.lastHash),
    number: creating ? await takeNumber(em, request.tenantId) : '',
    historyKey: tools.historyKey,
    recordedAt: tools.now(),
  });
  const notices = await noticeRows(em, request, completed);
  await writeTicket(em, request, before, completed, notices);
  const waiting = notices.some((notice) => notice.state === 'waiting');
  return {
    kind: 'saved',
    ticket: completed.ticket,
    version: completed.ticket.version,
    repeated: false,
    mailDueAt: waiting ? request.at : null,
  };
}

/** Classes 22 (data exception), 23 (integrity constraint violation) and 54 (limit exceeded) of PostgreSQL's error codes. */
function isUnstorable(error: unknown): boolean {
  return error instanceof DriverException && /^(22|23|54)/.test(String((error as { code?: unknown }).code));
}

const unstorable: Refusal = {
  code: 'malformed',
  message: 'The database cannot store this as it is. Nothing was changed.',
};

const idReused: Refusal = {
  code: 'command_id_reused',
  message: 'This id was already used for something else. Send the command with a new id.',
};
