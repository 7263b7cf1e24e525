import type { Orm } from '../../db/orm.ts';

/** A use to be counted for a subject: at most `most` per window, which lasts this many seconds from its first use. */
export type Use = Readonly<{
  /** A UUID; the uses of one call all have different subjects. */
  subject: string;
  amount: number;
  most: number;
  seconds: number;
}>;

/** The index of the use that had no room, and in how many seconds its window ends. */
export type Exceeded = Readonly<{ place: number; seconds: number }>;

/**
 * Counts all of the uses, or none if one of them has no room, and then returns which one. One statement, exact however
 * many processes ask at once (decision 010); callers list their uses in one fixed order.
 */
export async function countUse(orm: Orm, uses: readonly Use[]): Promise<Exceeded | null> {
  const list = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
  const [counted] = await orm.em
    .fork()
    .execute<{ exceeded: number | null; seconds: number | null }[]>('select * from use_count(?, ?, ?, ?)', [
      list(uses.map(({ subject }) => subject)),
      list(uses.map(({ amount }) => amount)),
      list(uses.map(({ most }) => most)),
      list(uses.map(({ seconds }) => seconds)),
    ]);
  if (counted === undefined) throw new Error('use_count gives one row');
  return counted.exceeded === null ? null : { place: counted.exceeded - 1, seconds: counted.seconds ?? 1 };
}
