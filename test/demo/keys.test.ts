import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { demoFile, writeDemoFile } from '../../src/demo/demo-file.ts';
import { type DemoKey, seedKeys } from '../../src/demo/keys.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { demoTenants } from '../../src/demo/tenants.ts';
import { findApiKey } from '../../src/host/api-keys/find-api-key.ts';
import { keyLines } from '../../src/local/demo-summary.ts';
import { clonedDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;
let folder: string;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl);
  folder = mkdtempSync(join(tmpdir(), 'uslimato-demo-'));
  await seedDemo(orm, { create: async () => undefined, send: async () => undefined });
});
afterAll(async () => {
  await orm.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** As `npm start` does it, each time. */
async function seed(): Promise<DemoKey[]> {
  const file = demoFile(folder);
  const addresses = { url: 'http://localhost:3000', mailUrl: undefined, temporalUiUrl: undefined };
  writeDemoFile(folder, addresses, await seedKeys(orm, file));
  return (JSON.parse(readFileSync(file, 'utf8')) as { apiKeys: DemoKey[] }).apiKeys;
}

describe('the demo’s API keys', () => {
  it('are an agent’s, a reading agent’s and a reporter’s in each tenant, and work', async () => {
    const keys = await seed();
    expect(keys.map(({ tenant, scopes }) => [tenant, scopes.join()])).toEqual(
      demoTenants.flatMap(({ name }) => [
        [name, 'tickets:read,tickets:write'],
        [name, 'tickets:read'],
        [name, 'tickets:read,tickets:write'],
      ]),
    );
    for (const [place, { tenant, key, scopes, email }] of keys.entries()) {
      expect(key).toMatch(/^itk_demo_/);
      expect(email).toContain(place % 3 === 2 ? 'reporter' : 'agent');
      const caller = await findApiKey(orm, key);
      expect(caller).toMatchObject({ tenantName: tenant, scopes, actor: { kind: 'user' } });
      expect(caller?.actor.permissions.includes('tickets:manage')).toBe(place % 3 !== 2);
    }
    expect(new Set(keys.map(({ key }) => key)).size).toBe(6);
  });

  it('are the same after a restart, and stand in a file that nobody else may read', async () => {
    await seed();
    const before = readFileSync(demoFile(folder), 'utf8');
    await seed();
    expect(readFileSync(demoFile(folder), 'utf8')).toBe(before);
    expect(statSync(demoFile(folder)).mode & 0o777).toBe(0o600);
    expect(keyLines(demoFile(folder)).join()).toContain(demoFile(folder));
  });

  it('are made anew where the file is lost, and the lost ones end', async () => {
    const before = await seed();
    rmSync(demoFile(folder));
    const after = await seed();
    for (const [place, { key }] of after.entries()) {
      expect(key).not.toBe(before[place]?.key);
      expect(await findApiKey(orm, key)).not.toBeNull();
      expect(await findApiKey(orm, before[place]?.key ?? '')).toBeNull();
    }
  });

  it('are told of nowhere before there are any', () => {
    expect(keyLines(join(folder, 'nothing.json'))).toEqual([]);
  });
});
