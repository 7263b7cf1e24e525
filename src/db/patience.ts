import type { Socket } from 'node:net';
import type pg from 'pg';

/** How long a connection may be silent while an answer is awaited, in ms. */
const silence = 10_000;

/**
 * How long a pool waits, as options of pg: for a connection, and the server itself for a statement, in ms. The server's
 * own limit is the shorter one, so that it can still report what it has given up.
 */
export const patience = { connectionTimeoutMillis: 5000, statement_timeout: silence - 1000 } as const;

/** PostgreSQL has neither answered nor refused: the server is frozen, or the network is. */
class NoAnswer extends Error {
  override name = 'NoAnswer';
  readonly code = 'ETIMEDOUT';
}

/** Internals of pg: the connection's stream, and whether the server is ready for a query. */
type Inner = { connection: { stream: Socket }; readyForQuery: boolean };

/**
 * Ends each connection of the pool that falls silent during a query: the caller gets an error in time, and the pool a
 * new connection. Giving up the query alone (`query_timeout`) would pass the connection to its next user still busy.
 */
export function endSilentConnections(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const inner = client as unknown as Inner;
    const { stream } = inner.connection;
    stream.setTimeout(silence, () => {
      // What is kept back (driver/fast-connections.ts) has not been asked yet.
      if (inner.readyForQuery || stream.writableCorked > 0) return;
      stream.destroy(new NoAnswer(`PostgreSQL has given no answer for ${silence / 1000} s`));
    });
  });
}
