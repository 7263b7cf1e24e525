import type { Orm } from '../orm.ts';

/** A run of the quota audit as the console shows it: when it ran, and over how many tenants. */
export type AuditRun = Readonly<{
  id: string;
  startedAt: string;
  seenAt: Date;
  finished: boolean;
  lookedAt: number;
  opened: number;
  closed: number;
  failed: number;
}>;

/** Records the progress of the run. */
export async function recordAuditRun(orm: Orm, run: AuditRun): Promise<void> {
  await orm.em.fork().execute(
    `insert into audit_run (id, started_at, seen_at, finished_at, looked_at, opened, closed, failed)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set seen_at = excluded.seen_at, finished_at = excluded.finished_at,
       looked_at = excluded.looked_at, opened = excluded.opened, closed = excluded.closed, failed = excluded.failed`,
    [
      run.id,
      run.startedAt,
      run.seenAt,
      run.finished ? run.seenAt : null,
      run.lookedAt,
      run.opened,
      run.closed,
      run.failed,
    ],
  );
}
