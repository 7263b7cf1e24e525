import { DriverException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { noSuchTicket, type Refusal } from '../../src/domain/refusal.ts';
import { withAssetFacts } from './asset-facts.ts';
import { refusedForComments } from './comment-room.ts';
import { TicketWriting } from './ticket-writing.ts';
import {
  isReopenedForNobody,
  refusedByDatabase,
  withoutNeedlessRelease,
  withoutUnchangedText,
} from './database-facts.ts';
import type { HistoryKey } from './history-hash.ts';
import { type EarlierCommand, lockTicket } from './lock-ticket.ts';
import { noticeRows } from './notice-rows.ts';
import type { CommandToSave, DecidedCommand, SaveOutcome, SaveRequest, SaveResult } from './save-request.ts';
import { takeNumber } from './take-number.ts';
import { writeTicket } from './write-ticket.ts';

/** `commentsPerTicket`: how many comments a ticket takes (decision 018). */
type SaveTools = Readonly<{ orm: Orm; historyKey: HistoryKey; commentsPerTicket: number; now: () => Date }>;

/**
 * The only place where a ticket is written: commands, their events, texts, notices and counts, and the ticket's row,
 * all in one transaction. Repeating a request gives what was saved the first time; an id reused for something else is
 * refused. Commands are saved for as long as they turn out as they were decided.
 */
export async function saveCommands(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  try {
    return await saveInTransaction(tools, request);
  } catch (error) {
    // Another attempt of this very request, given up for lost, may have been committed meanwhile: look again, once.
    if (error instanceof UniqueConstraintViolationException) return saveOnce(tools, request);
    return saveWithoutUnstorable(tools, request, error);
  }
}

async function saveOnce(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  try {
    return await saveInTransaction(tools, request);
  } catch (error) {
    return saveWithoutUnstorable(tools, request, error);
  }
}

/**
 * What the database can never store would be retried for ever and block its ticket, so it is refused. Of several
 * commands the first is saved alone, to find the one at fault. Any other error may pass by itself.
 */
async function saveWithoutUnstorable(tools: SaveTools, request: SaveRequest, error: unknown): Promise<SaveResult> {
  if (!isUnstorable(error)) throw error;
  const [first] = request.commands;
  if (first !== undefined && request.commands.length > 1) return saveOnce(tools, { ...request, commands: [first] });
  const ticket = await inTenant(tools.orm, request.tenantId, async (em) => (await lockTicket(em, request))?.ticket);
  return { ticket: ticket ?? null, outcomes: [{ kind: 'refused', refusal: unstorable }], stopped: 'changed' };
}

/**
 * The result of one command. `asDecided`: exactly the decided events were saved; if not, what follows is decided again.
 */
type Step = Readonly<{ outcome: SaveOutcome; asDecided: boolean }> | 'behind' | 'assignee_gone';

async function saveInTransaction(tools: SaveTools, request: SaveRequest): Promise<SaveResult> {
  return inTenant(tools.orm, request.tenantId, async (em) => {
    const locked = await lockTicket(em, request);
    const writing = new TicketWriting({ request, locked, historyKey: tools.historyKey, recordedAt: tools.now() });
    const outcomes: SaveOutcome[] = [];
    let stopped: SaveResult['stopped'];
    for (const command of request.commands) {
      const earlier = earlierIn(writing.known, command);
      const step = await saveOne(em, tools, { ...request, command }, writing, earlier);
      if (typeof step !== 'string') outcomes.push(step.outcome);
      if (typeof step !== 'string' && step.asDecided) continue;
      // In the middle of a batch, the command is decided again at its head, where the workflow can be told of the
      // assignee.
      stopped = typeof step !== 'string' ? 'changed' : outcomes.length === 0 ? step : undefined;
      break;
    }
    await writeTicket(em, request, writing);
    return { ticket: writing.ticket, outcomes, ...(stopped === undefined ? {} : { stopped }) };
  });
}

/**
 * The command of this id that was saved before, in this request too, if any. Repeating one changes nothing, and the same id with other content is refused.
 */
function earlierIn(known: readonly EarlierCommand[], { id, recordAs }: DecidedCommand): EarlierCommand | undefined {
  return known.find((earlier) => earlier.id === id) ?? known.find((earlier) => earlier.id === recordAs);
}

async function saveOne(
  em: TenantEm,
  tools: SaveTools,
  one: CommandToSave,
  writing: TicketWriting,
  earlier: EarlierCommand | undefined,
): Promise<Step> {
  const { command } = one;
  const before = writing.ticket;
  const refused = (refusal: Refusal): Step => ({ outcome: { kind: 'refused', refusal }, asDecided: false });
  if (earlier !== undefined) {
    if (earlier.fingerprint !== command.fingerprint) return refused(idReused);
    return { outcome: { kind: 'saved', version: earlier.version, repeated: true }, asDecided: false };
  }
  if ((before?.version ?? 0) !== command.expectedVersion) return before === null ? refused(noSuchTicket) : 'behind';
  const refusal =
    (await refusedByDatabase(em, command.events)) ??
    (await refusedForComments(em, command.events, writing, tools.commentsPerTicket));
  if (refusal !== null) return refused(refusal);
  if (await isReopenedForNobody(em, command.events, before)) return 'assignee_gone';
  const known = await withAssetFacts(em, one, before?.assetIds ?? [], tools.now());
  if (!known.ok) return refused(known.refusal);
  const events = await withoutUnchangedText(em, await withoutNeedlessRelease(em, command, known.value), before);
  const number = before === null ? await takeNumber(em, one.tenantId) : '';
  const completed = writing.add({ ...command, events }, number);
  writing.notices.push(...(await noticeRows(em, one, completed)));
  return {
    outcome: { kind: 'saved', version: writing.version, repeated: false },
    asDecided:
      events.length === command.events.length && !completed.facts.some(({ type }) => type === 'movement_linked'),
  };
}

/**
 * Classes 22 (data exception), 23 (integrity constraint violation) and 54 (limit exceeded) of PostgreSQL's error codes.
 */
function isUnstorable(error: unknown): boolean {
  return error instanceof DriverException && /^(22|23|54)/.test(String((error as { code?: unknown }).code));
}

const unstorable: Refusal = {
  code: 'malformed',
  key: 'refusal.command.unstorable',
};

const idReused: Refusal = {
  code: 'command_id_reused',
  key: 'refusal.command.id_reused',
};
