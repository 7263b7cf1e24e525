import type { Socket } from 'node:net';
import type pg from 'pg';
import { isStalePlan } from './stale-plan.ts';
import { StatementNames } from './statement-names.ts';

type Query = (text: string, values: unknown[]) => Promise<pg.QueryResult>;
type Inner = { query: Query; connection: { stream: Socket } };

/** What pg gives for a statement whose answer nobody looks at. */
const unlooked = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] } satisfies pg.QueryResult;

const began = 'begin';
const settingContext = /^select set_config\(/;

/**
 * Makes the connections of a pool quick: statements with values are prepared once for each connection, and what opens a
 * transaction travels together with its first statement, whose answer then stands for both. The pool needs pg's pipeline.
 */
export function quickenConnections(pool: pg.Pool): void {
  const names = new StatementNames();
  pool.on('connect', (client) => quicken(client as unknown as Inner, names));
}

function quicken(client: Inner, names: StatementNames): void {
  const plain = client.query.bind(client);
  const { stream } = client.connection;
  const opening: Promise<unknown>[] = [];

  function send(text: string, values: unknown[]): Promise<pg.QueryResult> {
    const name = values.length === 0 ? null : names.nameOf(text);
    if (name === null) return plain(text, values);
    const answer = plain({ name, text, values } as never, undefined as never);
    answer.catch((error: unknown) => {
      if (isStalePlan(error)) names.renew();
    });
    return answer;
  }

  client.query = ((text: unknown, values?: unknown[]) => {
    if (typeof text !== 'string' || values === undefined) return plain(text as string, values as unknown[]);
    if (text === began || settingContext.test(text)) {
      // Kept back until the first statement is written behind it.
      stream.cork();
      const sent = send(text, values);
      sent.catch(() => {});
      opening.push(sent);
      return Promise.resolve(unlooked);
    }
    const answer = send(text, values);
    if (opening.length === 0) return answer;
    const opened = opening.splice(0);
    for (const _ of opened) stream.uncork();
    return Promise.all([answer, ...opened]).then(([result]) => result);
  }) as Query;
}
