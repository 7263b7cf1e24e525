import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { derivedId } from '../../src/ids.ts';
import type { Browser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import type { FilledForm } from '../support/forms.ts';
import { attempt, insist } from '../support/insisting.ts';
import type { TestTenant } from '../support/people.ts';
import type { System } from '../support/processes.ts';
import { expectSound, isSettled, makeMailDue, type WholeTicket, wholeTicket } from '../support/soundness.ts';

/** A command that was sent: `accepted` says where its answer led to, or null when all it ever got was "not now". */
export type SentCommand = Readonly<{
  ticketId: string;
  /** Under which the history has it. */
  commandId: string;
  by: Browser;
  form: FilledForm;
  accepted: string | null;
}>;

export type Load = Readonly<{
  ticketIds: readonly string[];
  /** How many commands have been accepted so far. */
  accepted(): number;
  /** How many answers were "not now" so far. */
  unavailable(): number;
  /** Ends the load once the commands under way have their answers; gives all that were sent. */
  end(): Promise<SentCommand[]>;
}>;

/**
 * Keeps a few tickets busy, from several sides at once. The reporter of each writes replies and insists on them; the agent
 * writes notes and tries each only once, as somebody who leaves. Fails with the first answer that is neither yes nor "not
 * now".
 */
export async function startLoad(
  system: System,
  tenant: TestTenant<'rita' | 'agnes'>,
  { tickets }: { tickets: number },
): Promise<Load> {
  const reporter = system.as(tenant.people.rita);
  const agent = system.as(tenant.people.agnes);
  const created = await Promise.all(
    Array.from({ length: tickets }, async (_, place) => {
      const fields = { type: 'incident', title: `Printer ${place} is on fire`, description: 'There is smoke.' };
      const form = { action: '/desk/new', fields: { ...fields, command_id: randomUUID() } };
      const { location } = await insist(reporter, form);
      const number = /TKT-\d+/.exec(location)?.[0] ?? '';
      return { number, ticketId: (await wholeTicket(system.orm, { tenantId: tenant.id, number })).row.id };
    }),
  );
  const sent: SentCommand[] = [];
  const ending = new AbortController();
  let accepted = 0;
  let unavailable = 0;

  async function write(
    by: Browser,
    who: 'rita' | 'agnes',
    ticketId: string,
    action: string,
    more: object,
  ): Promise<void> {
    for (let n = 1; !ending.signal.aborted; n += 1) {
      const key = randomUUID();
      const form = { action, fields: { ...more, body: `${who} says ${n}`, command_id: key } };
      const insisting = who === 'rita' ? await insist(by, form) : null;
      const location = insisting === null ? await attempt(by, form) : insisting.location;
      const commandId = derivedId('command', tenant.id, tenant.people[who].userId, ticketId, key);
      sent.push({ ticketId, commandId, by, form, accepted: location });
      unavailable += insisting?.refusals ?? (location === null ? 1 : 0);
      if (location !== null) accepted += 1;
      else await pause(100);
    }
  }

  const writing = Promise.all(
    created.flatMap(({ number, ticketId }) => [
      write(reporter, 'rita', ticketId, `/desk/${number}/replies`, {}),
      write(agent, 'agnes', ticketId, `/tickets/${number}/comments`, { visibility: 'internal' }),
    ]),
  );
  // Whoever waits for progress in vain shall hear why.
  let failure: Error | null = null;
  writing.catch((error: Error) => (failure = error));
  const unlessFailed = (count: number): number => {
    if (failure !== null) throw failure;
    return count;
  };
  return {
    ticketIds: created.map(({ ticketId }) => ticketId),
    accepted: () => unlessFailed(accepted),
    unavailable: () => unlessFailed(unavailable),
    end: async () => {
      ending.abort();
      await writing;
      return sent;
    },
  };
}

/** Waits until `count` more commands than now have been accepted. */
export async function moreAccepted(load: Load, count: number): Promise<void> {
  const goal = load.accepted() + count;
  await eventually(() => load.accepted() >= goal, { timeoutMs: 60_000, message: `${count} more accepted commands` });
}

/**
 * What was accepted has happened, what was tried once at most once, nothing else and nothing twice; whoever sends an
 * accepted command again gets its first answer; and every notice comes to its end. Gives the tickets.
 */
export async function nothingLostOrDoubled(
  system: System,
  tenantId: string,
  { ticketIds }: Load,
  sent: readonly SentCommand[],
): Promise<WholeTicket[]> {
  const again = ticketIds.map((ticketId) =>
    sent.findLast((each) => each.ticketId === ticketId && each.accepted !== null),
  );
  for (const each of again) {
    if (each === undefined) continue;
    const { location } = await insist(each.by, each.form);
    if (location !== each.accepted) throw new Error(`A repeated command leads to ${location}, not to ${each.accepted}`);
  }
  const found: WholeTicket[] = [];
  for (const ticketId of ticketIds) {
    const whole = await expectSound(system.orm, tenantId, ticketId, system.appSecret);
    const happened = whole.events.map((event) => event.commandId).slice(1);
    const mine = sent.filter((each) => each.ticketId === ticketId);
    const wrong = {
      lost: mine.filter((each) => each.accepted !== null && !happened.includes(each.commandId)).length,
      doubled: happened.length - new Set(happened).size,
      unasked: happened.filter((id) => !mine.some((each) => each.commandId === id)).length,
    };
    if (wrong.lost + wrong.doubled + wrong.unasked > 0) throw new Error(`Commands: ${JSON.stringify(wrong)}`);
    found.push(whole);
  }
  return found;
}

/** Waits until every notice has come to its end. Next tries that would be minutes away are set to now, again and again. */
export async function allMailDone(system: System, tenantId: string, ticketIds: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      await makeMailDue(system.orm, tenantId, ticketIds);
      const tickets = await Promise.all(ticketIds.map((ticketId) => wholeTicket(system.orm, { tenantId, ticketId })));
      return tickets.every(isSettled);
    },
    { timeoutMs: 60_000, message: 'every notice has come to its end' },
  );
}
