import { type Configuration, type Dictionary, isRaw, raw, type RawQueryFragment } from '@mikro-orm/core';
import { type NativeQueryBuilder, PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { CompiledQuery, type ControlledTransaction } from 'kysely';
import { withFreshPlans } from './stale-plan.ts';
import { type Statement, statementOf } from './statement.ts';

/** The protocol counts the values of a statement in 16 bits; beyond that they are written into its text. */
const mostValues = 65_535;

type Method = 'all' | 'get' | 'run';

/** The ORM's driver for PostgreSQL, which sends values beside the text of a statement and not in it, so that it can be prepared. */
export class PreparedDriver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config);
    Object.assign(this, { connection: new PreparedConnection(config) });
  }
}

class PreparedConnection extends PostgreSqlConnection {
  override async execute<T>(
    query: string | NativeQueryBuilder | RawQueryFragment,
    params: readonly unknown[] | Dictionary = [],
    method: Method = 'all',
    ctx?: ControlledTransaction<never>,
    loggerContext?: Dictionary,
  ): Promise<T> {
    await this.ensureConnection();
    const asked = rawOf(query, params);
    const { text, values } = this.statementOf(asked);
    const run = async (): Promise<T> => {
      const result = await (ctx ?? this.getClient()).executeQuery(CompiledQuery.raw(text, [...values]));
      return this.transformRawResult<T>(result, method);
    };
    const whole = ctx === undefined ? () => withFreshPlans(run) : run;
    return this.executeQuery(text, whole, { query: text, params: asked.params, ...loggerContext });
  }

  private statementOf({ sql, params }: Readonly<{ sql: string; params: readonly unknown[] }>): Statement {
    const statement = statementOf(sql, params, this.platform);
    if (statement.values.length <= mostValues) return statement;
    return { text: this.platform.formatQuery(sql, params), values: [] };
  }

  /** A commit may fail with an error of the writes that travel with it: callers tell those apart by their class. */
  override async commit(...args: Parameters<PostgreSqlConnection['commit']>): Promise<void> {
    try {
      await super.commit(...args);
    } catch (error) {
      throw this.platform.getExceptionConverter().convertException(error as Error);
    }
  }
}

function rawOf(query: string | NativeQueryBuilder | RawQueryFragment, params: readonly unknown[] | Dictionary) {
  if (isRaw(query)) return query;
  if (typeof query !== 'string') return query.toRaw();
  return Array.isArray(params) ? { sql: query, params: params as readonly unknown[] } : raw(query, params);
}
