import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import Koa from 'koa';
import pg from 'pg';
import { exitWithParent } from '../../src/local/exit-with-parent.ts';
import { floorTaskQueue, floorWorkflowId, poolOptions } from './names.ts';
import { readStatements, type Statement } from './statements.ts';
import { changeUpdate, createdUpdate, floor } from './workflow.ts';

// An empty handler before the bare workflow and before the statements of pages:
//   POST /rows            starts a workflow and answers with its id
//   POST /rows/{id}       changes its row
//   GET /statements/{of}  sends what was recorded of a page
const pool = new pg.Pool({ ...poolOptions, connectionString: process.env.DATABASE_URL });
const client = new Client({ connection: await Connection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' }) });
const recorded = new Map<string, readonly Statement[]>();

const app = new Koa();
app.use(async (ctx) => {
  const [, what, id] = ctx.path.split('/');
  if (what === 'statements') ctx.body = await send(statementsOf(id ?? ''));
  else if (what === 'rows') ctx.body = id === undefined ? await create(randomUUID()) : await change(id);
  else ctx.body = 'ready';
});

const server = app.listen(Number(process.env.PORT), '127.0.0.1');
exitWithParent(async () => {
  server.closeAllConnections();
  server.close();
  await client.connection.close();
  await pool.end();
});

async function create(id: string): Promise<string> {
  const startWorkflowOperation = new WithStartWorkflowOperation(floor, {
    workflowId: floorWorkflowId(id),
    taskQueue: floorTaskQueue,
    args: [id],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return client.workflow.executeUpdateWithStart(createdUpdate, { startWorkflowOperation });
}

async function change(id: string): Promise<string> {
  return String(await client.workflow.getHandle(floorWorkflowId(id)).executeUpdate(changeUpdate));
}

function statementsOf(name: string): readonly Statement[] {
  const known = recorded.get(name) ?? readStatements(`${process.env.BENCH_STATEMENTS}/${name}`);
  recorded.set(name, known);
  return known;
}

/** One after the other on one connection, prepared at their first time; the answer is how many rows they gave. */
async function send(statements: readonly Statement[]): Promise<string> {
  const connection = await pool.connect();
  let rows = 0;
  try {
    for (const { name, text, values } of statements) {
      const result = await connection.query({ name, text, values: [...values] });
      rows += result.rowCount ?? 0;
    }
    connection.release();
  } catch (error) {
    connection.release(true);
    throw error;
  }
  return String(rows);
}
