import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inAccount } from '../../src/db/in-account.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { findPlatformSession, openPlatformSession } from '../../src/host/identity/platform-users.ts';
import { authenticate } from '../../src/host/identity/sign-in.ts';
import { readSecondSteps } from '../../src/host/identity/second-step/second-steps.ts';
import { setUpApp } from '../support/second-step.ts';
import { testDatabase, type TestDatabase } from '../support/databases.ts';
import { createTenant } from '../support/people.ts';
import { randomDigits } from '../support/random-digits.ts';

const script = fileURLToPath(new URL('../../src/main/platform-user.ts', import.meta.url));
let database: TestDatabase;
let orm: Orm;

beforeAll(async () => {
  database = await testDatabase();
  orm = await openOrm(database.appUrl, 2);
});
afterAll(() => orm.close());

type Ended = { code: number | null; out: string; err: string };

function run(args: string[], env: Record<string, string> = { DATABASE_OWNER_URL: database.ownerUrl }): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...args], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}

const address = () => `Platform.${randomDigits()}@example.test`;
const passwordIn = (out: string) => /^[\w-]{24}$/m.exec(out)?.[0] ?? '';

describe('npm run platform-user', () => {
  it('makes a platform user who can sign in with the password that is printed once', async () => {
    const email = address();
    const { code, out } = await run([email, 'Petra Lang']);
    expect(code).toBe(0);
    const password = passwordIn(out);
    expect(out).toBe(
      `Petra Lang can sign in as ${email.toLowerCase()} with this password, which is shown only now:\n${password}\n`,
    );
    expect(await authenticate(orm, { email, password })).toMatchObject({ tenantId: null });
  });

  it('gives the one with that address a new password, and ends what was open with the old one, second steps too', async () => {
    const email = address();
    const first = passwordIn((await run([email, 'Petra Lang'])).out);
    const person = await authenticate(orm, { email, password: first });
    const session = await openPlatformSession(orm, person?.userId ?? '');
    if (person !== null) await setUpApp(orm, person);
    const second = passwordIn((await run([email.toUpperCase(), 'Petra Kern'])).out);
    expect(second).not.toBe(first);
    expect(await authenticate(orm, { email, password: first })).toBeNull();
    expect(await authenticate(orm, { email, password: second })).toEqual(person);
    expect(await findPlatformSession(orm, session)).toBeNull();
    const steps = person && (await inAccount(orm, person, (em) => readSecondSteps(em, person)));
    expect(steps).toEqual({ totpSince: null, passkeys: [], recoveryCodes: 0 });
    const anew = await openPlatformSession(orm, person?.userId ?? '');
    expect(await findPlatformSession(orm, anew)).toMatchObject({ name: 'Petra Kern' });
  });

  it('makes nobody of the platform team who signs in to a tenant', async () => {
    const { people } = await createTenant(orm, { people: { rita: {} } });
    const { code, out, err } = await run([people.rita.email, 'Rita']);
    expect([code, out, err]).toEqual([1, '', 'Somebody of a tenant signs in with this address. Use another one.\n']);
    expect(await authenticate(orm, people.rita)).toMatchObject({ tenantId: people.rita.tenantId });
  });

  const usage = 'Name an e-mail address and a name: npm run platform-user -- name@host "Full Name".\n';
  it.each([
    [[], usage],
    [['petra@example.test'], usage],
    [['petra', 'Petra Lang'], usage],
    [['petra@example.test', 'Petra', 'Lang'], usage],
    [['petra@example.test', ' '], 'The name has nothing to read in it.\n'],
    [['petra@example.test', 'x'.repeat(81)], 'A name has at most 80 characters.\n'],
  ])('says what is wrong with the arguments %j in one sentence', async (args, sentence) => {
    expect(await run(args)).toEqual({ code: 1, out: '', err: sentence });
  });

  it('says that the owner’s address is missing', async () => {
    const { code, err } = await run([address(), 'Petra Lang'], {});
    expect(code).toBe(1);
    expect(err).toMatch(/^DATABASE_OWNER_URL is missing: .*\n$/);
  });
});
