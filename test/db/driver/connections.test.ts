import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import pg from 'pg';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { sendTogether } from '../../../src/db/driver/together.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { clonedDatabase, type TestDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';

let database: TestDatabase & { drop(): Promise<void> };
let orm: Orm;
let owner: pg.Client;
let tenantId: string;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl, 1);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  tenantId = (await createTenant(orm)).id;
});
afterAll(async () => {
  await orm.close();
  await owner.end();
  await database.drop();
});

const inTenantDo = <Row extends object>(sql: string, ...params: unknown[]) =>
  inTenant(orm, tenantId, (em) => em.execute<Row[]>(sql, params));
const outside = <Row extends object>(sql: string, ...params: unknown[]) => orm.em.fork().execute<Row[]>(sql, params);

describe('a connection', () => {
  it('plans a statement once, whatever its values and the length of its lists', async () => {
    const sql = 'select name from permission_group where id in (?) or name = ?';
    for (const ids of [[], [tenantId], [tenantId, tenantId]]) await inTenantDo(sql, ids, 'x');
    const plans = await outside<{ n: number }>(
      `select count(*)::int as n from pg_prepared_statements where statement like 'select name from permission_group%'`,
    );
    expect(plans).toEqual([{ n: 1 }]);
  });

  it('knows the tenant of a transaction with its first statement, and forgets it afterwards', async () => {
    const asked = `select current_setting('app.tenant', true) as tenant, now() = statement_timestamp() as "isFirst"`;
    expect(await inTenantDo(asked)).toEqual([{ tenant: tenantId, isFirst: expect.any(Boolean) }]);
    expect(await outside(`select nullif(current_setting('app.tenant', true), '') as tenant`)).toEqual([
      { tenant: null },
    ]);
  });

  it('is free again after a transaction in which nothing was asked', async () => {
    for (let n = 0; n < 3; n += 1) await inTenant(orm, tenantId, async () => {});
    await expect(inTenant(orm, tenantId, () => Promise.reject(new Error('thought better of it')))).rejects.toThrow(
      'thought better of it',
    );
    expect(await outside('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('takes more values than the protocol counts', async () => {
    const many = Array.from({ length: 70_000 }, (_, n) => n);
    const [row] = await outside<{ n: number }>(
      `select cardinality(array[${many.map(() => '?').join(',')}]) as n`,
      ...many,
    );
    expect(row).toEqual({ n: 70_000 });
  });

  it('refuses a statement of which a value is missing', async () => {
    await expect(outside('select ?::int, ?::int', 1)).rejects.toThrow(/Value 2 of a statement is missing/);
  });

  it('rolls back what failed in its midst, and goes on', async () => {
    const name = 'Written in vain';
    await expect(
      inTenant(orm, tenantId, async (em) => {
        await em.execute('insert into permission_group (tenant_id, id, name) values (?, gen_random_uuid(), ?)', [
          tenantId,
          name,
        ]);
        await em.execute('select ?::int / ?::int', [1, 0]);
      }),
    ).rejects.toThrow(/division by zero/);
    expect(await inTenantDo('select id from permission_group where name = ?', name)).toEqual([]);
  });
});

describe('what is sent together', () => {
  const insert = 'insert into permission_group (tenant_id, id, name) values (?, gen_random_uuid(), ?)';
  const groups = () => inTenantDo(`select name from permission_group where name like 'Together %' order by name`);

  it('is written with the commit, in order', async () => {
    await inTenant(orm, tenantId, async (em) => {
      await em.execute(insert, [tenantId, 'Together 0'], 'run');
      await sendTogether(em);
      await em.execute(insert, [tenantId, 'Together 1'], 'run');
      await em.execute(`update permission_group set name = 'Together 2' where name = 'Together 1'`, [], 'run');
    });
    expect(await groups()).toEqual([{ name: 'Together 0' }, { name: 'Together 2' }]);
  });

  it('is so within a transaction only', async () => {
    await expect(sendTogether(orm.em.fork())).rejects.toThrow(/within a transaction only/);
    expect(await outside('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('fails as a whole with the first error, in its own class', async () => {
    const failing = inTenant(orm, tenantId, async (em) => {
      await sendTogether(em);
      await em.execute(insert, [tenantId, 'Together 3'], 'run');
      await em.execute(
        `insert into permission_group select * from permission_group where name = 'Together 3'`,
        [],
        'run',
      );
      await em.execute(`select 'not a number'::int`, [], 'run');
    });
    await expect(failing).rejects.toThrow(UniqueConstraintViolationException);
    expect(await groups()).toHaveLength(2);
  });
});

describe('a migration that changes what a prepared statement gives', () => {
  beforeEach(async () => {
    await owner.query(
      'create table growing (a int); grant select, insert on growing to uslimato_app; insert into growing values (1)',
    );
  });

  it.each([
    ['in a transaction', inTenantDo],
    ['outside of one', outside],
  ])('is not felt by whoever asks %s', async (_, ask) => {
    for (let n = 0; n < 3; n += 1) expect(await ask('select * from growing where a = ?', 1)).toEqual([{ a: 1 }]);
    await owner.query('alter table growing add column b int not null default 2');
    expect(await ask('select * from growing where a = ?', 1)).toEqual([{ a: 1, b: 2 }]);
    await owner.query('drop table growing');
  });
});
