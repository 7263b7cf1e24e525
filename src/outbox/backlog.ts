import type { Orm } from '../db/orm.ts';

/** The outbox's backlog over all tenants: how many items are due, how many await another attempt, and since when. */
export type Backlog = Readonly<{ waiting: number; retrying: number; oldestDueAt: string | null }>;

/** The backlog at `now`. */
export async function readBacklog(orm: Orm, now: Date): Promise<Backlog> {
  const [row] = await orm.em
    .fork()
    .execute<{ waiting: string; retrying: string; oldest: Date | string | null }[]>(
      'select waiting, retrying, oldest from outbox_backlog(?)',
      [now],
    );
  const oldest = row?.oldest ?? null;
  return {
    waiting: Number(row?.waiting ?? 0),
    retrying: Number(row?.retrying ?? 0),
    oldestDueAt: oldest === null ? null : new Date(oldest).toISOString(),
  };
}
