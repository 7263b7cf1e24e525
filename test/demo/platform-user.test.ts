import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { findPlatformSession, openPlatformSession } from '../../src/host/identity/platform-users.ts';
import { authenticate } from '../../src/host/identity/sign-in.ts';
import { seedPlatformUser } from '../../src/demo/seed.ts';
import { writeDemoFile } from '../../src/demo/demo-file.ts';
import { signInLines } from '../../src/local/demo-summary.ts';
import { clonedDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;
const folder = mkdtempSync(join(tmpdir(), 'uslimato-demo-'));

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl, 2);
});
afterAll(async () => {
  await orm.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const petra = { email: 'petra.platform@uslimato.example', password: 'uslimato-demo' };

describe('the platform user of the demo', () => {
  it('is there after seeding and can sign in; seeding again signs nobody out', async () => {
    await seedPlatformUser(orm, database.ownerUrl);
    const person = await authenticate(orm, petra);
    expect(person).toMatchObject({ tenantId: null });
    const session = await openPlatformSession(orm, person?.userId ?? '');
    await seedPlatformUser(orm, database.ownerUrl);
    expect(await findPlatformSession(orm, session)).toMatchObject({ name: 'Petra Lang' });
  });

  it('stands in demo.json without a tenant, and in the table as "-"', () => {
    writeDemoFile(folder, { url: 'http://localhost:3000', mailUrl: undefined, temporalUiUrl: undefined }, []);
    const file = join(folder, 'demo.json');
    const { users } = JSON.parse(readFileSync(file, 'utf8')) as { users: { email: string }[] };
    expect(users.find(({ email }) => email === petra.email)).toEqual({
      ...petra,
      tenant: null,
      name: 'Petra Lang',
      roles: ['platform'],
    });
    const line = signInLines(file).find((each) => each.includes(petra.email)) ?? '';
    expect(line.trim().split(/ {2,}/)).toEqual(['-', 'platform', 'Petra Lang', petra.email, petra.password]);
  });
});
