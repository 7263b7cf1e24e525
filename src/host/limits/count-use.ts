import type { Orm } from '../../db/orm.ts';

/** So much is taken from what a subject may use in a window: at most `most` in so many seconds from its first use. */
export type Use = Readonly<{
  /** A UUID; of several uses at once each subject is another. */
  subject: string;
  amount: number;
  most: number;
  seconds: number;
}>;

/** The use that had no room, by its place, and in how many seconds its window ends. */
export type Exceeded = Readonly<{ place: number; seconds: number }>;

/**
 * Takes all of the uses, or none when one of them has no room: then which one it was. One statement, exact however many
 * processes ask at once (decision 010); callers name their uses in one order.
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
