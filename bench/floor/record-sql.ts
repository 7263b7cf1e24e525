import { createRequire } from 'node:module';
import pg from 'pg';
import { appendStatement } from './statements.ts';

// Loaded into a web process before its own program (`--import`): whatever is sent to PostgreSQL is written to the file
// that BENCH_RECORDING names, at the one place that everything passes.
type Query = (this: pg.Client, ...args: unknown[]) => unknown;

const file = process.env.BENCH_RECORDING;
// The ORM brings a driver of its own.
const ofOrm = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg') as typeof pg;
if (file !== undefined) for (const { Client } of new Set([pg, ofOrm])) record(Client, file);

function record(Client: typeof pg.Client, to: string): void {
  const prototype = Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [asked, given] = args;
    const { text, values = given } =
      typeof asked === 'string' ? { text: asked, values: given } : (asked as pg.QueryConfig);
    appendStatement(to, { text, values: Array.isArray(values) ? values : [] });
    return query.apply(this, args);
  };
}
