import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { findTickets } from '../../../src/db/search/find-tickets.ts';
import type { Searcher } from '../../../src/db/search/searcher.ts';
import { fold } from '../../../src/domain/search/fold.ts';
import { renameUser } from '../../../src/host/identity/change-person.ts';
import { anAsset } from '../../support/assets.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, type Beginning, reporterActor, type Step, writeTicket } from '../../support/rows.ts';

let orm: Orm;
let tenant: TestTenant<'jörg' | 'rita' | 'rolf'>;
let other: TestTenant<'olga'>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  tenant = await createTenant(orm, {
    people: { jörg: { agent: true, name: 'Jörg Müßig' }, rita: { name: 'Rita Sommer' }, rolf: { name: 'Rolf Winter' } },
  });
  other = await createTenant(orm, { people: { olga: { agent: true } } });
});

afterAll(() => orm.close());

const agent: Searcher = { kind: 'agent' };

/** The numbers of what is found, best first. */
async function found(text: string, searcher: Searcher = agent, tenantId = tenant.id): Promise<string[]> {
  return inTenant(orm, tenantId, async (em) => {
    const { numbered, tickets } = await findTickets(em, text, searcher, 1000);
    const ranked = tickets.toSorted((a, b) => a.place - b.place || b.ordinal - a.ordinal).map(({ id }) => id);
    const ids = [...new Set(numbered === null ? ranked : [numbered, ...ranked])];
    const rows = await em.execute<{ id: string; number: string }[]>('select id, number from ticket');
    return ids.map((id) => rows.find((row) => row.id === id)?.number ?? id);
  });
}

function ticket(more: Partial<Beginning>, steps: Step[] = []): Promise<{ number: string; id: string }> {
  const beginning = { tenantId: tenant.id, reporterId: tenant.people.rita.userId, description: '-.', ...more };
  return writeTicket(orm, beginning, steps);
}

const byJörg = (...changes: Step['changes']): Step => ({ by: agentActor(tenant.people.jörg.userId), changes });

describe('a search', () => {
  it.each([
    ['problème', 'probleme'],
    ['Büro', 'buro'],
    ['Müller', 'Muller'],
    ['Müller', 'mueller'],
    ['Mueller', 'Müller'],
    ['Straße', 'strasse'],
    ['STRASSE', 'straße'],
    ['Mu\u0308nchen', 'München'],
    ['Köln', 'Ko\u0308ln'],
    ['İzmir', 'izmir'],
    ['izmit', 'İZMİT'],
    ['Fehler 0x80070005', '80070005'],
    ['Update KB5034441', '5034441'],
    ['Datenträger', 'träger'],
    ['我的打印机坏了', '打印机'],
    ['Häuser', 'Haus'],
    ['printing', 'prints'],
    ['Fahrräder', 'fahrrad'],
    ['Systemabsturz', 'systemab'],
    ['C:\\Users\\k.p\\Desktop', 'c:\\users'],
    ["O'Brien & Søn", "o'brien son"],
  ])('finds %j by %j', async (title, text) => {
    const { number } = await ticket({ title: `${title} ${randomUUID().slice(0, 6)}` });
    expect(await found(text)).toContain(number);
  });

  it('finds any word of a title by its folded form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\p{L}\p{N}]{1,30}$/u), async (word) => {
        const { number } = await ticket({ title: `x ${word}` });
        expect(await found(fold(word))).toContain(number);
        expect(await found(word.normalize('NFD'))).toContain(number);
      }),
      { numRuns: 40 },
    );
  });

  it('ranks titles above names, descriptions and messages, and the newest first among equals', async () => {
    const word = 'zwiebelfisch';
    const message = await ticket({}, [byJörg({ kind: 'comment', visibility: 'external', body: `The ${word}.` })]);
    const older = await ticket({ title: `A ${word}` });
    const described = await ticket({ description: `About a ${word}.` });
    const newer = await ticket({ title: `Zwiebelfische und ${word}` });
    const asset = await anAsset(orm, { tenantId: tenant.id, by: tenant.people.jörg.userId }, { name: word });
    const linked = await ticket({
      assetIds: [asset.id],
      by: agentActor(tenant.people.jörg.userId),
    });
    expect(await found(word)).toEqual([newer, older, linked, described, message].map(({ number }) => number));
  });

  it('wants all words, each anywhere in the ticket', async () => {
    const { number } = await ticket({ title: 'Quittungsdrucker' }, [
      byJörg({ kind: 'comment', visibility: 'internal', body: 'Papierstau behoben' }),
    ]);
    expect(await found('papier sommer quittung')).toEqual([number]);
    expect(await found('papier winter quittung')).toEqual([]);
    expect(await found('papierstau quittungsdrucker nirgends')).toEqual([]);
  });

  it('finds people by the name that they have now, reporters and assignees', async () => {
    const { number } = await ticket({ reporterId: tenant.people.rolf.userId, title: 'Something' }, [
      byJörg({ kind: 'assign', to: tenant.people.jörg.userId }),
    ]);
    expect(await found('rolf winter')).toContain(number);
    expect(await found('joerg something')).toEqual([number]);
    const { rolf, jörg } = tenant.people;
    const rename = { userId: rolf.userId, name: 'Rolf Frühling', by: jörg.userId, now: new Date() };
    await inTenant(orm, tenant.id, (em) => renameUser(em, tenant.id, rename));
    expect(await found('fruehling')).toContain(number);
    expect(await found('winter')).toEqual([]);
  });

  it('finds what a ticket is called, not what it was called', async () => {
    const { number } = await ticket({ title: 'Kaffeemaschine' }, [
      byJörg({ kind: 'edit', title: 'Teeküche', description: 'Wasserkocher' }),
    ]);
    expect(await found('kaffeemaschine')).toEqual([]);
    expect(await found('teekueche wasserkocher')).toEqual([number]);
  });

  it('finds a number in any spelling first', async () => {
    const { number } = await ticket({ number: 'TKT-004711' });
    const named = await ticket({ title: 'The 4711 of Cologne' });
    for (const text of ['4711', '#4711', 'TKT-4711', 'tkt004711', 'TKT-004711', ' tkt 4711 ']) {
      expect((await found(text))[0]).toBe(number);
    }
    expect(await found('4711')).toContain(named.number);
    expect(await found('ABC-4711')).not.toContain(number);
  });

  it('answers anything that can be pasted', async () => {
    const { number } = await ticket({ title: 'Exception in thread main: ENOENT no such file' });
    expect(await found(`Exception in thread main: ENOENT no such file ${'at line '.repeat(40)}`)).toEqual([]);
    expect(await found('Exception in thread main '.repeat(12))).toEqual([number]);
    for (const text of ['%', '_', '\\', "'", '"', '%_\\', '😀', '(', "') or true --", ':*', '&', '\u0000', '{}']) {
      expect(await found(text)).toEqual([]);
    }
    for (const text of ['exception%', "'exception", 'exception \\', '"exception"', 'exception 😀', 'exception\u0000']) {
      expect([text, await found(text)]).toEqual([text, [number]]);
    }
  });
});

describe('what nobody else may see', () => {
  it('is found by no reporter: internal notes, and tickets of others', async () => {
    const note = byJörg({ kind: 'comment', visibility: 'internal', body: 'Geheimwort Rosenkohl' });
    const reply = byJörg({ kind: 'comment', visibility: 'external', body: 'Offenes Blumenkohl' });
    const { number } = await ticket({ title: 'Kohl' }, [note, reply]);
    const rita: Searcher = { kind: 'reporter', userId: tenant.people.rita.userId };
    const rolf: Searcher = { kind: 'reporter', userId: tenant.people.rolf.userId };
    expect(await found('rosenkohl')).toEqual([number]);
    for (const text of ['rosenkohl', 'geheimwort', 'rosen', 'kohl rosenkohl', 'rosenkohls']) {
      expect(await found(text, rita)).toEqual([]);
    }
    expect(await found('blumenkohl kohl', rita)).toEqual([number]);
    for (const text of ['blumenkohl', 'kohl', number]) expect(await found(text, rolf)).toEqual([]);
  });

  it('is found in no other tenant, by words, names or numbers', async () => {
    const { number } = await ticket({ title: 'Lieferantenvertrag' });
    expect(await found('lieferantenvertrag')).toEqual([number]);
    for (const text of ['lieferantenvertrag', 'lieferanten', 'sommer', number]) {
      expect(await found(text, agent, other.id)).toEqual([]);
    }
  });
});

it('finds a word of every title among many, the newest of them, and says that there are more', async () => {
  const many = await createTenant(orm, { people: { rosa: {} } });
  const reporterId = many.people.rosa.userId;
  for (let n = 1; n <= 30; n += 1) {
    await writeTicket(orm, { tenantId: many.id, reporterId, title: `Overall ${n}`, by: reporterActor(reporterId) });
  }
  const search = (atMost: number) => inTenant(orm, many.id, (em) => findTickets(em, 'overall', agent, atMost));
  expect(await search(100)).toMatchObject({ complete: true, tickets: { length: 30 } });
});
