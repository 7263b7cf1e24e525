/** A workflow task that has failed so often, or for so long, will not succeed by itself. */
const hopeless = { attempts: 3, ms: 60_000 } as const;

/** More tickets than this that fail or were healed within so long are the fault of a release, not of tickets. */
export const massFailure = { tickets: 20, ms: 5 * 60_000 } as const;

/** A ticket that was healed so often within so long is not healed again: restarting it is no cure. */
export const tooOften = { times: 3, ms: 60 * 60_000 } as const;

/** How the workflow task of a ticket stands: how often it was tried, and since when. */
export type PendingTask = Readonly<{ attempt: number; since: Date }>;

/** A ticket in trouble. `task` is null where its workflow waits for nothing; `healedAt` are its restarts so far. */
export type Patient = Readonly<{ task: PendingTask | null; healedAt: readonly Date[] }>;

/** What is to be done about a ticket: nothing, wait and look again, restart its workflow, or leave that to a person. */
export type Treatment = 'healthy' | 'wait' | 'heal' | 'hold';

/** Whether a workflow task keeps failing. A first attempt may take its time: the worker may be busy, or away. */
export function isFailing(task: PendingTask | null, now: Date): boolean {
  if (task === null || task.attempt < 2) return false;
  return task.attempt >= hopeless.attempts || now.getTime() - task.since.getTime() >= hopeless.ms;
}

/** Whether so many tickets fail that healing them would only hide what a release has done. `failing` are those failing now. */
export function isMassFailure(failing: number, healedAt: readonly Date[], now: Date): boolean {
  return failing + since(healedAt, massFailure.ms, now) > massFailure.tickets;
}

/** How often the ticket was restarted within the last hour. */
export function healedLately(healedAt: readonly Date[], now: Date): number {
  return since(healedAt, tooOften.ms, now);
}

/** What is to be done about one ticket; `massive`: see `isMassFailure`. */
export function treatmentOf({ task, healedAt }: Patient, massive: boolean, now: Date): Treatment {
  if (task === null) return 'healthy';
  if (!isFailing(task, now)) return task.attempt < 2 ? 'healthy' : 'wait';
  return massive || healedLately(healedAt, now) >= tooOften.times ? 'hold' : 'heal';
}

function since(times: readonly Date[], ms: number, now: Date): number {
  return times.filter((time) => now.getTime() - time.getTime() < ms).length;
}
