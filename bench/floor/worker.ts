import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { exitWithParent } from '../../src/local/exit-with-parent.ts';
import { floorTaskQueue, poolOptions } from './names.ts';

/** One INSERT and one UPDATE, each a transaction of its own. */
function createFloorActivities(pool: pg.Pool) {
  const run = async (name: string, text: string, id: string): Promise<number> => {
    const { rows } = await pool.query<{ version: number }>({ name, text, values: [id] });
    return rows[0]?.version ?? 0;
  };
  return {
    insertRow: (id: string) => run('insert', 'insert into bench_floor (id) values ($1) returning version', id),
    updateRow: (id: string) =>
      run('update', 'update bench_floor set version = version + 1 where id = $1 returning version', id),
  };
}

export type FloorActivities = ReturnType<typeof createFloorActivities>;

Runtime.install({ logger: new DefaultLogger('WARN') });
const pool = new pg.Pool({ ...poolOptions, connectionString: process.env.DATABASE_URL });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
const worker = await Worker.create({
  connection,
  taskQueue: floorTaskQueue,
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  activities: createFloorActivities(pool),
});
exitWithParent(async () => worker.shutdown());
await worker.run();
await connection.close();
await pool.end();
