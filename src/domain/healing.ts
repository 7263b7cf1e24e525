/** A workflow task that has failed this many times, or for this long, will not succeed by itself. */
const hopeless = { attempts: 3, ms: 60_000 } as const;

/**
 * If more tickets than this fail or were healed within this time, the fault lies with a release and not with tickets.
 */
export const massFailure = { tickets: 20, ms: 5 * 60_000 } as const;

/** A ticket that was healed this often within this time is not healed again: restarting does not help. */
export const tooOften = { times: 3, ms: 60 * 60_000 } as const;

/** The state of a ticket's workflow task: how often it was tried, and since when. */
export type PendingTask = Readonly<{ attempt: number; since: Date }>;

/** A ticket in trouble. `task` is null if no workflow task is pending; `healedAt` are its restarts so far. */
export type Patient = Readonly<{ task: PendingTask | null; healedAt: readonly Date[] }>;

/** What to do about a ticket: nothing, wait and look again, restart its workflow, or leave it to a person. */
export type Treatment = 'healthy' | 'wait' | 'heal' | 'hold';

/** Whether a workflow task keeps failing. A first attempt may take a while: the worker may be busy, or away. */
export function isFailing(task: PendingTask | null, now: Date): boolean {
  if (task === null || task.attempt < 2) return false;
  return task.attempt >= hopeless.attempts || now.getTime() - task.since.getTime() >= hopeless.ms;
}

/**
 * Whether so many tickets fail that healing them would only hide what a release has broken. `failing`: those failing
 * now.
 */
export function isMassFailure(failing: number, healedAt: readonly Date[], now: Date): boolean {
  return failing + since(healedAt, massFailure.ms, now) > massFailure.tickets;
}

/** How many times the ticket was restarted within the last hour. */
export function healedLately(healedAt: readonly Date[], now: Date): number {
  return since(healedAt, tooOften.ms, now);
}

/** What to do about one ticket; for `massive` see `isMassFailure`. */
export function treatmentOf({ task, healedAt }: Patient, massive: boolean, now: Date): Treatment {
  if (task === null) return 'healthy';
  if (!isFailing(task, now)) return task.attempt < 2 ? 'healthy' : 'wait';
  return massive || healedLately(healedAt, now) >= tooOften.times ? 'hold' : 'heal';
}

function since(times: readonly Date[], ms: number, now: Date): number {
  return times.filter((time) => now.getTime() - time.getTime() < ms).length;
}
