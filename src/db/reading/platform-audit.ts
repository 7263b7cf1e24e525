import type { Orm } from '../orm.ts';

/**
 * A run of the quota audit: how many tenants it covered, how many overruns it opened and closed, how many tenants
 * failed.
 */
export type Audit = Readonly<{
  startedAt: Date;
  seenAt: Date;
  finishedAt: Date | null;
  lookedAt: number;
  opened: number;
  closed: number;
  failed: number;
}>;

type Row = Omit<Audit, 'startedAt' | 'seenAt' | 'finishedAt'> & {
  startedAt: Date | string;
  seenAt: Date | string;
  finishedAt: Date | string | null;
};

/** The audit that began last, finished or not; null before the first one. */
export async function readLastAudit(orm: Orm): Promise<Audit | null> {
  const [row] = await orm.em.fork().execute<Row[]>(
    `select started_at as "startedAt", seen_at as "seenAt", finished_at as "finishedAt", looked_at as "lookedAt",
       opened, closed, failed
     from audit_run order by started_at desc limit 1`,
  );
  if (row === undefined) return null;
  return {
    ...row,
    startedAt: new Date(row.startedAt),
    seenAt: new Date(row.seenAt),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt),
  };
}
