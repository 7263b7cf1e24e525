import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { createKeyGate, TooManyGuesses } from '../../../src/host/api-keys/key-gate.ts';
import { newKeyText } from '../../../src/host/api-keys/key-text.ts';
import { revokeApiKey } from '../../../src/host/api-keys/revoke-api-key.ts';
import { newId } from '../../../src/ids.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';

let orm: Orm;
let tenant: TestTenant<'agnes'>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  tenant = await createTenant(orm, { people: { agnes: { agent: true } } });
});
afterAll(() => orm.close());

const guess = (): string => newKeyText('live', newId());
/** The first half of an IPv6 address, which no other test comes from. */
const aBlock = (): string => `2001:db8:${newId().slice(-4)}:${newId().slice(-4)}`;
/** An address that no other test comes from. */
const anAddress = (): string => `${aBlock()}::1`;
/** The key's id with another secret, as somebody would try it who has seen the beginning of a key. */
const guessUnder = (id: string): string => newKeyText('live', id);

describe('the gate of keys', () => {
  it('lets in by a key, from wherever', async () => {
    const gate = createKeyGate(orm, 1);
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    for (const address of [anAddress(), anAddress()]) {
      expect(await gate.callerBy(key, address)).toMatchObject({ keyId: id, tenantId: tenant.id });
    }
  });

  it('bars an address that has guessed too often, over all processes, and says for how long', async () => {
    const [here, there] = [createKeyGate(orm, 3), createKeyGate(orm, 3)];
    const address = anAddress();
    for (const gate of [here, there, here]) expect(await gate.callerBy(guess(), address)).toBeNull();
    for (const gate of [here, there]) {
      const refused: unknown = await gate.callerBy(guess(), address).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TooManyGuesses);
      expect((refused as TooManyGuesses).retryAfter).toBeGreaterThan(50);
      expect((refused as TooManyGuesses).retryAfter).toBeLessThanOrEqual(60);
    }
    expect(await here.callerBy(guess(), anAddress())).toBeNull();
  });

  it('asks nothing of the database for an address that is barred, but lets a key in that it knows', async () => {
    const { key } = await createKeyFor(orm, tenant.people.agnes);
    const { key: unknown } = await createKeyFor(orm, tenant.people.agnes);
    const asked: string[] = [];
    const gate = createKeyGate(watched(asked), 0);
    const address = anAddress();
    expect(await gate.callerBy(key, address)).not.toBeNull();
    await expect(gate.callerBy(guess(), address)).rejects.toBeInstanceOf(TooManyGuesses);
    asked.length = 0;
    for (const presented of [guess(), guess(), unknown]) {
      await expect(gate.callerBy(presented, address)).rejects.toBeInstanceOf(TooManyGuesses);
    }
    expect(asked).toEqual([]);
    expect(await gate.callerBy(key, address)).not.toBeNull();
  });

  it('bars the subscriber, whichever of their IPv6 addresses they use next, and nobody else', async () => {
    const gate = createKeyGate(orm, 2);
    const block = aBlock();
    for (const host of [1, 2]) expect(await gate.callerBy(guess(), `${block}::${host}`)).toBeNull();
    await expect(gate.callerBy(guess(), `${block}:ffff::3`)).rejects.toBeInstanceOf(TooManyGuesses);
    await expect(gate.callerBy(guess(), `${block}::4`)).rejects.toBeInstanceOf(TooManyGuesses);
    expect(await gate.callerBy(guess(), anAddress())).toBeNull();
  });

  it('lets a key in after a hundred wrong secrets under its id, behind the same address too', async () => {
    const gate = createKeyGate(orm, 100);
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    const [address, elsewhere] = [anAddress(), anAddress()];
    expect(await gate.callerBy(key, address)).not.toBeNull();
    for (const from of [address, elsewhere]) {
      for (let tried = 1; tried <= 100; tried += 1) expect(await gate.callerBy(guessUnder(id), from)).toBeNull();
      await expect(gate.callerBy(guessUnder(id), from)).rejects.toBeInstanceOf(TooManyGuesses);
    }
    for (const from of [address, elsewhere, anAddress()]) expect(await gate.callerBy(key, from)).not.toBeNull();
    await expect(gate.callerBy(guessUnder(id), address)).rejects.toBeInstanceOf(TooManyGuesses);
  });

  it('knows a key no longer once it has ended', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    const gate = createKeyGate(orm, 1);
    const address = anAddress();
    expect(await gate.callerBy(key, address)).not.toBeNull();
    const revoking = { id, by: tenant.people.agnes.userId, now: new Date() };
    await inTenant(orm, tenant.id, (em) => revokeApiKey(em, tenant.id, revoking));
    expect(await gate.callerBy(key, address)).toBeNull();
    for (const _ of [1, 2]) await expect(gate.callerBy(key, address)).rejects.toBeInstanceOf(TooManyGuesses);
  });

  it('counts no slip of the keyboard, and asks the database nothing for one', async () => {
    const asked: string[] = [];
    const gate = createKeyGate(watched(asked), 0);
    const { key } = await createKeyFor(orm, tenant.people.agnes);
    for (const slip of ['', 'nothing', key.slice(0, -1), `${key}x`, key.toLowerCase(), '💥']) {
      expect(await gate.callerBy(slip, anAddress())).toBeNull();
    }
    expect(asked).toEqual([]);
  });
});

/** The database, with a note in `asked` for each time that it is turned to. */
function watched(asked: string[]): Orm {
  const fork = () => {
    asked.push('asked');
    return orm.em.fork();
  };
  return { em: { fork } } as unknown as Orm;
}
