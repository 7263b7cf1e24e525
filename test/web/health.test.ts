import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { createReadiness } from '../../web/health/readiness.ts';
import { freshDatabase, testDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { temporalForTests } from '../support/temporal.ts';
import { startTestWeb } from '../support/web.ts';

let orm: Orm;
let connection: Connection;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 2);
  connection = Connection.lazy({ address: temporalForTests().address });
});
afterAll(async () => {
  await connection.close();
  await orm.close();
});

describe('/readyz', () => {
  it('answers 200 when nothing is wrong, else 503 with the reasons', async () => {
    let reasons: string[] = [];
    const web = await startTestWeb({ readiness: async () => reasons });
    expect((await web.nobody().get('/readyz')).status).toBe(200);
    reasons = ['Temporal does not answer.'];
    const answer = await web.nobody().get('/readyz');
    expect([answer.status, answer.json()]).toEqual([503, { status: 'not ready', reasons }]);
    await web.close();
  });
});

describe('readiness', () => {
  it('misses a worker where none polls', async () => {
    const readiness = createReadiness({ orm, connection, namespace: 'default', taskQueue: 'nobody-polls' });
    // On a busy machine a part may need longer than it is given: whoever watches asks again.
    await eventually(async () => {
      expect(await readiness()).toEqual(['No worker polls the task queue "nobody-polls".']);
      return true;
    });
  });

  it('misses Temporal and the database, and says so soon', async () => {
    const nowhere = Connection.lazy({ address: '127.0.0.1:1' });
    const noDatabase = await openOrm('postgres://x:y@127.0.0.1:1/z', 1);
    const started = performance.now();
    const reasons = await createReadiness({
      orm: noDatabase,
      connection: nowhere,
      namespace: 'default',
      taskQueue: 'itsm',
    })();
    expect(reasons).toEqual(['The database does not answer.', 'Temporal does not answer.']);
    expect(performance.now() - started).toBeLessThan(5000);
    await nowhere.close();
    await noDatabase.close();
  });

  it('misses migrations', async () => {
    const fresh = await freshDatabase();
    const empty = await openOrm(fresh.appUrl, 1);
    const reasons = await createReadiness({
      orm: empty,
      connection,
      namespace: 'default',
      taskQueue: 'nobody-polls',
    })();
    expect(reasons[0]).toBe('The database is not migrated.');
    await empty.close();
    await fresh.drop();
  });
});
