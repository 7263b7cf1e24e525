import { afterAll, describe, expect, it } from '@jest/globals';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { missingMigrations, unsafeRole } from '../../src/db/state.ts';
import { testDatabase } from '../support/databases.ts';
import { testServers } from '../support/servers.ts';

const opened: Orm[] = [];
afterAll(() => Promise.all(opened.map((orm) => orm.close())));

async function open(url: string): Promise<Orm> {
  const orm = await openOrm(url, 1);
  opened.push(orm);
  return orm;
}

describe('the role of the program', () => {
  it('is fit when row-level security binds it', async () => {
    expect(await unsafeRole(await open((await testDatabase()).appUrl))).toBeNull();
  });

  it('is unfit when it owns the tables', async () => {
    expect(await unsafeRole(await open((await testDatabase()).ownerUrl))).toMatch(
      /uslimato_owner, which owns the tables/,
    );
  });

  it('is unfit when it is a superuser', async () => {
    expect(await unsafeRole(await open(testServers().adminUrl))).toMatch(/which is a superuser/);
  });
});

describe('the migrations', () => {
  it('are all there, as the application sees it', async () => {
    expect(await missingMigrations(await open((await testDatabase()).appUrl))).toEqual([]);
  });
});
