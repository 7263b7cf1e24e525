import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Orm } from '../../src/db/orm.ts';
import { noteFailing, noteWell, stuckTickets, type StuckTicket } from '../../src/db/upkeep/stuck-tickets.ts';
import {
  healedLately,
  isFailing,
  isMassFailure,
  massFailure,
  tooOften,
  type Treatment,
  treatmentOf,
} from '../../src/domain/healing.ts';
import { healTicket } from '../../src/temporal/heal-ticket.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { type WorkflowRun, runningWorkflow, taskFailure } from '../../src/temporal/pending-task.ts';
import { alertFailing, alertHealed } from './healing-alerts.ts';

type HealTools = Readonly<{ orm: Orm; client: Client; taskQueue: string; now: () => Date; build: string }>;

type Found = Readonly<{ ticket: StuckTicket; running: WorkflowRun | null }>;

/** How many tickets are looked at in one go. */
const atMost = 500;

/**
 * Looks at the tickets that gave no answer, and restarts the workflows of those whose workflow task keeps failing. Where
 * too many fail, or one again and again, it restarts none and leaves that to a person: a bad release must not end
 * everything. Gives how many were healed, and how many are held.
 */
export async function healTickets(tools: HealTools): Promise<{ healed: number; held: number }> {
  const now = tools.now();
  const known = await stuckTickets(tools.orm, { healedSince: new Date(now.getTime() - tooOften.ms), atMost });
  const found: Found[] = [];
  for (const ticket of known.filter(({ state }) => state !== 'healed')) {
    const running = await runningWorkflow(tools.client, ticketWorkflowId(ticket.tenantId, ticket.ticketId));
    found.push({ ticket, running });
  }
  const failing = found.filter(({ running }) => isFailing(running?.task ?? null, now));
  const massive = isMassFailure(
    failing.length,
    known.flatMap(({ healedAt }) => healedAt),
    now,
  );
  const alerting = massive ? failing.map(({ ticket }) => ticket) : [];
  await alertFailing(tools, { failing: alerting, known, limit: massFailure.tickets });
  const done = { healed: 0, held: 0 };
  for (const each of found) {
    const treatment = treatmentOf({ task: each.running?.task ?? null, healedAt: each.ticket.healedAt }, massive, now);
    try {
      await treat(tools, each, treatment);
      if (treatment === 'heal') done.healed += 1;
      if (treatment === 'hold') done.held += 1;
    } catch (error) {
      log.warn('A ticket could not be healed', { ...each.ticket, error });
    }
  }
  return done;
}

async function treat(tools: HealTools, { ticket, running }: Found, treatment: Treatment): Promise<void> {
  const { client, orm } = tools;
  if (running === null) return ticket.final ? noteWell(orm, ticket) : healTicket(tools, ticket, 'it had no workflow');
  if (treatment === 'healthy') return noteWell(orm, ticket);
  if (running.task === null || treatment === 'wait') return;
  const { attempt, since } = running.task;
  const cause = await taskFailure(client, ticketWorkflowId(ticket.tenantId, ticket.ticketId), running.runId);
  const state = treatment === 'hold' ? 'held' : 'failing';
  await noteFailing(orm, ticket, { state, since, attempt, cause });
  if (treatment === 'hold') return;
  log.warn('A ticket is healed', { tenantId: ticket.tenantId, ticketId: ticket.ticketId, attempt, since, cause });
  await healTicket(tools, ticket, `its workflow task failed ${attempt} times (${cause ?? 'no cause told'})`);
  await alertHealed(tools, ticket, { times: healedLately(ticket.healedAt, tools.now()) + 1, limit: tooOften.times });
}
