/** A piece of SQL with the values of its parameters. */
export type Condition = Readonly<{ sql: string; params: readonly unknown[] }>;

/** The condition that holds where all of these hold; without any, everywhere. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' and ') || 'true',
    params: conditions.flatMap(({ params }) => params),
  };
}
