import type { Socket } from 'node:net';
import type pg from 'pg';
import { isStalePlan } from './stale-plan.ts';
import { togetherMark } from './together.ts';
import { StatementNames } from './statement-names.ts';

type Query = (text: string, values: unknown[]) => Promise<pg.QueryResult>;
type Inner = { query: Query; connection: { stream: Socket } };

/** What pg gives for a statement whose answer nobody looks at. */
const unlooked = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] } satisfies pg.QueryResult;

/** What opens a transaction: nothing but its first statement needs it. */
const opens = /^(begin$|select set_config\()/;
const closes = /^(commit|rollback)$/;

/**
 * Makes the connections of a pool quick: statements with values are prepared once for each connection, and what opens a
 * transaction travels with its first statement, as its last writes do with its commit (together.ts). The answer to that
 * stands for all. The pool needs pg's pipeline.
 */
export function quickenConnections(pool: pg.Pool): void {
  const names = new StatementNames();
  pool.on('connect', (client) => quicken(client as unknown as Inner, names));
}

function quicken(client: Inner, names: StatementNames): void {
  const plain = client.query.bind(client);
  const { stream } = client.connection;
  /** What was written but is kept back until the next statement is written behind it. */
  const kept: Promise<unknown>[] = [];
  let together = false;

  function send(text: string, values: unknown[]): Promise<pg.QueryResult> {
    const name = values.length === 0 ? null : names.nameOf(text);
    if (name === null) return plain(text, values);
    const answer = plain({ name, text, values } as never, undefined as never);
    answer.catch((error: unknown) => {
      if (isStalePlan(error)) names.renew();
    });
    return answer;
  }

  client.query = ((...asked: unknown[]) => {
    const [text, values] = asked;
    // Not as the ORM asks: with a callback, or as an object.
    if (typeof text !== 'string' || !Array.isArray(values) || asked.length > 2)
      return (plain as (...all: unknown[]) => unknown)(...asked);
    if (closes.test(text)) together = false;
    if (text === togetherMark) together = true;
    else if (together || opens.test(text)) {
      stream.cork();
      const sent = send(text, values);
      sent.catch(() => {});
      kept.push(sent);
    } else {
      const answer = send(text, values);
      const before = kept.splice(0);
      for (const _ of before) stream.uncork();
      // The first that fails is the cause of what fails after it. Who rolls back knows already.
      return before.length === 0 || text === 'rollback' ? answer : Promise.all([...before, answer]).then(() => answer);
    }
    return Promise.resolve({ ...unlooked, rows: [] });
  }) as Query;
}
