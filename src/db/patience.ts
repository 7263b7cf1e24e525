import type { Socket } from 'node:net';
import type pg from 'pg';

/** For so long a connection may be silent while an answer is waited for, in ms. */
const silence = 10_000;

/**
 * How long a pool waits, as pg takes it: for a connection, and the server itself for a statement, in ms. The server's own
 * limit is the shorter one, so that it tells what it has given up while it is able to.
 */
export const patience = { connectionTimeoutMillis: 5000, statement_timeout: silence - 1000 } as const;

/** PostgreSQL has not answered, and has not refused to: it is frozen, or the way to it is. */
class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/** What pg keeps to itself: the connection's stream, and whether the server is ready for a query. */
type Inner = { connection: { stream: Socket }; readyForQuery: boolean };

/**
 * Ends each connection of the pool that falls silent while a query is under way: whoever waits gets an error in time, and
 * the pool a new connection. A query that is given up alone (`query_timeout`) would leave it to its next user, busy.
 */
export function endSilentConnections(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const inner = client as unknown as Inner;
    const { stream } = inner.connection;
    stream.setTimeout(silence, () => {
      if (inner.readyForQuery) return;
      stream.destroy(new NoAnswer(`PostgreSQL has given no answer for ${silence / 1000} s`));
    });
  });
}
