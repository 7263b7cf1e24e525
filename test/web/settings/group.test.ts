import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writePeople } from '../../../src/db/search/names.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readGroups, type SettingsGroup } from '../../../src/db/reading/settings-groups.ts';
import type { Permission } from '../../../src/domain/permissions.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../src/host/permissions/group.ts';
import { addMember, createGroup } from '../../../src/host/permissions/groups.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import type { Answer, Browser } from '../../support/browser.ts';
import { createTenant, type TenantWish, type TestPerson, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

type Name = 'ada' | 'agnes' | 'ben' | 'rita';

let web: TestWeb;
let tenant: TestTenant<Name>;
let ada: Browser;
let released: string[];

beforeAll(async () => {
  web = await startTestWeb({ operations: { releaseTickets: async (tenantId) => void released.push(tenantId) } });
});
afterAll(() => web.close());
beforeEach(() => newTenant());

async function newTenant(wish: TenantWish<never> = {}): Promise<void> {
  released = [];
  const people = {
    ada: { name: 'Ada Admin', permissions: ['settings:manage'] },
    agnes: { name: 'Agnes Agent', agent: true },
    ben: { name: 'Ben Agent', agent: true },
    rita: { name: 'Rita Reporter' },
  } as const;
  tenant = await createTenant<Name>(web.orm, { ...wish, people });
  ada = web.as(tenant.people.ada);
}

const groups = () => inTenant(web.orm, tenant.id, (em) => readGroups(em, { after: null, limit: 100 }));

async function group(name: string): Promise<SettingsGroup & { path: string }> {
  const found = (await groups()).find((each) => each.name === name);
  if (found === undefined) throw new Error(`No group is called ${name}`);
  return { ...found, path: `/settings/permissions/${found.id}` };
}

async function customGroup(
  name: string,
  permissions: readonly Permission[],
  ...members: TestPerson[]
): Promise<string> {
  return inTenant(web.orm, tenant.id, async (em) => {
    const groupId = await createGroup(em, tenant.id, { name, permissions });
    for (const { userId } of members) await addMember(em, { tenantId: tenant.id, groupId, userId });
    return `/settings/permissions/${groupId}`;
  });
}

const logged = async () =>
  (await inTenant(web.orm, tenant.id, (em) => em.findAll(SettingsChangeEntity, { orderBy: { id: 'asc' } }))).map(
    ({ kind, subject, userId, byId }) => {
      expect(byId).toBe(tenant.people.ada.userId);
      return [kind, subject, ...(userId ? [userId] : [])];
    },
  );
const releases = () => inTenant(web.orm, tenant.id, (em) => em.execute('select tenant_id from agent_release'));

/** All that the pages can change, to see that nothing was. */
const state = async () => ({
  groups: (await groups()).map((each) => ({ ...each, permissions: each.permissions.toSorted() })),
  members: await inTenant(web.orm, tenant.id, async (em) =>
    (await em.findAll(GroupMemberEntity)).map(({ groupId, userId }) => `${groupId} ${userId}`).toSorted(),
  ),
  log: await logged(),
  releases: await releases(),
  released: [...released],
});

async function changesNothing(work: () => Promise<void>): Promise<void> {
  const before = await state();
  await work();
  expect(await state()).toEqual(before);
}

async function activeTickets(assignee: TestPerson, count: number): Promise<void> {
  const { rita } = tenant.people;
  for (let made = 0; made < count; made += 1) {
    await writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId }, [
      { by: agentActor(assignee.userId), changes: [{ kind: 'assign', to: assignee.userId }] },
    ]);
  }
}

/** What the form of a confirmation page sends. */
function confirmation({ text }: Answer): { action: string; fields: Record<string, string[]> } {
  const form = /<form class="[^"]*group-confirm" method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/s.exec(text);
  const [, action = '', inside = ''] = form ?? [];
  const fields: Record<string, string[]> = {};
  for (const [, name = '', value = ''] of inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    (fields[name] ??= []).push(value);
  }
  return { action, fields };
}

async function refusedWith(status: number, answer: Answer, words: RegExp | string): Promise<void> {
  expect(answer.status).toBe(status);
  const shown = wordsOf(answer.text);
  expect(shown).toContain('There is a problem');
  expect(shown).toMatch(words);
}

describe('the page of a group', () => {
  it('lists its members with their state, in pages, each with a link to the person', async () => {
    const many = Array.from({ length: 103 }, (_, index) => ({ id: randomUUID(), name: `Member ${1000 + index}` }));
    await inTenant(web.orm, tenant.id, async (em) => {
      const at = { tenantId: tenant.id, active: false, passwordHash: null };
      await em.insertMany(
        UserEntity,
        many.map(({ id, name }) => ({ ...at, id, name, email: `${id}@example.test` })),
      );
    });
    const path = await customGroup('Crowd', []);
    const groupId = path.split('/').at(-1) ?? '';
    await inTenant(web.orm, tenant.id, (em) =>
      em.insertMany(
        GroupMemberEntity,
        many.map(({ id }) => ({ tenantId: tenant.id, groupId, userId: id })),
      ),
    );
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { text } = await ada.get(next);
      const found = [...text.matchAll(/href="\/settings\/users\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id);
      expect(wordsOf(text)).toMatch(/Member \d+ .* Invited Remove/);
      sizes.push(found.length);
      seen.push(...found);
      next = /href="([^"]*)"[^>]*rel="next"/.exec(text)?.[1];
    }
    expect(sizes).toEqual([50, 50, 3]);
    expect(seen).toEqual(many.map(({ id }) => id));
    const beyond = await ada.get(`${path}?after=${randomUUID()}`);
    expect(wordsOf(beyond.text)).toContain('There is nobody after this page.');
    expect((await ada.get(`${path}?after=nonsense&done=<b>`)).status).toBe(200);
  });

  it('of Everyone lists nobody, and has neither a name to change nor members to add', async () => {
    const { path } = await group('Everyone');
    const { text } = await ada.get(`${path}?q=rita`);
    expect(wordsOf(text)).toContain('This group includes everyone in your organisation');
    expect(text).not.toMatch(/action="[^"]*\/(members|members\/remove|name|delete)"/);
    await changesNothing(async () => {
      for (const part of ['members', 'members/remove']) {
        const answer = await ada.post(`${path}/${part}`, { user_id: tenant.people.rita.userId });
        expect([part, answer.status]).toEqual([part, 404]);
      }
    });
  });

  it('finds people to add by words of name or e-mail address, who are not in the group, 20 at most', async () => {
    const { path } = await group('ITSM Agent');
    const search = async (q: string) => (await ada.get(`${path}?q=${encodeURIComponent(q)}`)).text;
    const offered = (html: string) =>
      [...html.matchAll(/action="[^"]*\/members"><input type="hidden" name="user_id" value="([^"]*)"/g)].map(
        ([, id]) => id,
      );
    const { ada: admin, rita } = tenant.people;
    expect(offered(await search('RITA report'))).toEqual([rita.userId]);
    expect(offered(await search(rita.email))).toEqual([rita.userId]);
    expect(offered(await search('agent'))).toEqual([]);
    expect(wordsOf(await search('agent'))).toContain('Nobody outside the group matches.');
    expect(offered(await search('%'))).toEqual([]);
    expect(offered(await search("'\u0000; drop"))).toEqual([]);
    expect(offered(await search(''))).toEqual([]);
    expect(offered(await search('example.test'))).toEqual([admin.userId, rita.userId]);
    const many = { tenantId: tenant.id, name: 'Many', active: true, passwordHash: null };
    const people = Array.from({ length: 30 }, () => randomUUID()).map((id) => ({ id, email: `${id}@example.test` }));
    await inTenant(web.orm, tenant.id, async (em) => {
      await em.insertMany(
        UserEntity,
        people.map((person) => ({ ...many, ...person })),
      );
      await writePeople(
        em,
        tenant.id,
        people.map((person) => ({ ...many, ...person })),
      );
    });
    expect(offered(await search('many'))).toHaveLength(20);
    expect(wordsOf(await search('many'))).toContain('These are the first 20 matches; there are more.');
  });

  it('is not there for ids that are foreign, unknown or no ids, whatever is asked of them', async () => {
    const other = await createTenant(web.orm, {});
    const foreign = await inTenant(web.orm, other.id, (em) =>
      createGroup(em, other.id, { name: 'X', permissions: [] }),
    );
    await changesNothing(async () => {
      for (const id of [foreign, randomUUID(), 'nonsense', '%27', '1']) {
        const path = `/settings/permissions/${id}`;
        const fields = {
          user_id: tenant.people.rita.userId,
          name: 'Y',
          permissions: 'tickets:create',
          confirmed: 'yes',
        };
        expect([id, (await ada.get(path)).status]).toEqual([id, 404]);
        for (const part of ['members', 'members/remove', 'permissions', 'name', 'delete']) {
          expect([id, part, (await ada.post(`${path}/${part}`, fields)).status]).toEqual([id, part, 404]);
        }
      }
    });
    expect(await inTenant(web.orm, other.id, (em) => readGroups(em, { after: null, limit: 100 }))).toContainEqual(
      expect.objectContaining({ name: 'X' }),
    );
  });
});

describe('members', () => {
  it('are added and removed, each told once in the log however often it is asked for', async () => {
    const path = await customGroup('Night shift', ['tickets:close']);
    const user_id = tenant.people.rita.userId;
    for (const [part, done] of [
      ['members', 'member_added'],
      ['members/remove', 'member_removed'],
    ]) {
      for (const time of [1, 2]) {
        const answer = await ada.post(`${path}/${part}`, { user_id });
        expect([time, answer.status, answer.location]).toEqual([time, 303, `${path}?done=${done}`]);
      }
      expect((await group('Night shift')).members).toBe(part === 'members' ? 1 : 0);
    }
    expect(wordsOf((await ada.get(`${path}?done=member_removed`)).text)).toContain('no longer in the group.');
    expect(await logged()).toEqual([
      ['member_added', 'Night shift', user_id],
      ['member_removed', 'Night shift', user_id],
    ]);
    expect([await releases(), released]).toEqual([[], []]);
  });

  it('cannot be somebody of another tenant, nobody, or no id', async () => {
    const other = await createTenant(web.orm, { people: { zoe: {} } });
    const { path } = await group('ITSM Agent');
    await changesNothing(async () => {
      for (const user_id of [other.people.zoe.userId, randomUUID(), 'nonsense', '', undefined]) {
        for (const part of ['members', 'members/remove']) {
          expect([user_id, part, (await ada.post(`${path}/${part}`, { user_id })).status]).toEqual([
            user_id,
            part,
            404,
          ]);
        }
      }
    });
  });

  it('are not added beyond the licence, which is told with limit and use', async () => {
    await newTenant({ licence: { maxAgents: 2 } });
    const { path } = await group('ITSM Agent');
    await changesNothing(async () => {
      const answer = await ada.post(`${path}/members`, { user_id: tenant.people.rita.userId });
      await refusedWith(409, answer, /This would make 3 agents; your licence allows 2 \(2 in use\)/);
    });
  });

  it('who would stop being agents are named first, with their tickets, and nothing has changed yet', async () => {
    const { agnes } = tenant.people;
    await activeTickets(agnes, 2);
    const { path } = await group('ITSM Agent');
    let asked: Answer | undefined;
    await changesNothing(async () => {
      asked = await ada.post(`${path}/members/remove`, { user_id: agnes.userId });
      expect(asked.status).toBe(200);
      const words = wordsOf(asked.text);
      expect(words).toContain('Remove Agnes Agent from ITSM Agent?');
      expect(words).toContain('1 person stops being an agent: Agnes Agent. 2 active tickets go back to the queue.');
    });
    if (asked === undefined) throw new Error('Nothing was asked');
    const { action, fields } = confirmation(asked);
    expect(fields).toEqual({ user_id: [agnes.userId], confirmed: ['yes'] });
    for (const [time, done] of ['member_removed_releasing', 'member_removed'].entries()) {
      const answer = await ada.post(action, fields);
      expect([time, answer.status, answer.location]).toEqual([time, 303, `${path}?done=${done}`]);
    }
    expect((await group('ITSM Agent')).members).toBe(1);
    expect(await releases()).toEqual([{ tenant_id: tenant.id }]);
    expect(released).toEqual([tenant.id]);
    expect(await logged()).toEqual([['member_removed', 'ITSM Agent', agnes.userId]]);
  });

  it('who stay agents by another group are removed without a question', async () => {
    const { agnes } = tenant.people;
    await activeTickets(agnes, 1);
    await customGroup('Also agents', ['tickets:manage'], agnes);
    const { path } = await group('ITSM Agent');
    const answer = await ada.post(`${path}/members/remove`, { user_id: agnes.userId });
    expect([answer.status, answer.location]).toEqual([303, `${path}?done=member_removed`]);
    expect([await releases(), released]).toEqual([[], []]);
  });

  it('cannot lose the last administrator, confirmed or not', async () => {
    const { userId } = tenant.people.ada;
    const { path } = await group(`Group of ${userId}`);
    await changesNothing(async () => {
      for (const confirmed of [undefined, 'yes']) {
        const answer = await ada.post(`${path}/members/remove`, { user_id: userId, confirmed });
        await refusedWith(409, answer, /nobody could change settings any more/);
      }
    });
  });

  it('may be oneself: it is asked first, and leads out of Settings', async () => {
    const { ada: admin, rita } = tenant.people;
    await customGroup('Other administrators', ['settings:manage'], rita);
    const { path } = await group(`Group of ${admin.userId}`);
    let asked: Answer | undefined;
    await changesNothing(async () => {
      asked = await ada.post(`${path}/members/remove`, { user_id: admin.userId });
      expect(asked.status).toBe(200);
      expect(wordsOf(asked.text)).toContain('You lose “Change settings” yourself');
    });
    if (asked === undefined) throw new Error('Nothing was asked');
    const { action, fields } = confirmation(asked);
    const answer = await ada.post(action, fields);
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await ada.get(path)).status).toBe(403);
  });
});

describe('permissions', () => {
  it('of Everyone can be taken away and given back, told once each', async () => {
    const { path } = await group('Everyone');
    for (const wanted of [[], ['tickets:create']]) {
      for (const time of [1, 2]) {
        const answer = await ada.post(`${path}/permissions`, { permissions: wanted });
        expect([time, answer.status, answer.location]).toEqual([time, 303, `${path}?done=permissions_saved`]);
      }
      expect((await group('Everyone')).permissions).toEqual(wanted);
    }
    expect(await logged()).toEqual([
      ['permissions_changed', 'Everyone'],
      ['permissions_changed', 'Everyone'],
    ]);
  });

  it('take effect with the next request of who is signed in', async () => {
    const path = await customGroup('Night shift', [], tenant.people.rita);
    const rita = web.as(tenant.people.rita);
    expect((await rita.get('/settings/permissions')).status).toBe(403);
    await ada.post(`${path}/permissions`, { permissions: 'settings:manage' });
    expect((await rita.get('/settings/permissions')).status).toBe(200);
  });

  it('of ITSM Agent are shown as fixed, and no form changes, renames or deletes it', async () => {
    const { path } = await group('ITSM Agent');
    const { text } = await ada.get(path);
    expect(wordsOf(text)).toContain('These permissions and the name are fixed');
    expect(text).not.toMatch(/action="[^"]*\/(permissions|name|delete)"/);
    await changesNothing(async () => {
      for (const confirmed of [undefined, 'yes']) {
        for (const permissions of [[], ['tickets:create'], ['settings:manage', 'tickets:manage']]) {
          const answer = await ada.post(`${path}/permissions`, { permissions, confirmed });
          await refusedWith(409, answer, /it keeps its permissions/);
        }
        await refusedWith(409, await ada.post(`${path}/delete`, { confirmed }), /it cannot be deleted/);
      }
      await refusedWith(409, await ada.post(`${path}/name`, { name: 'Mine' }), /it has a fixed name/);
    });
  });

  it('that do not exist are refused beside the boxes', async () => {
    const path = await customGroup('Night shift', ['tickets:close']);
    await changesNothing(async () => {
      const answer = await ada.post(`${path}/permissions`, { permissions: ['assets:manage', 'platform:manage'] });
      await refusedWith(422, answer, /Tick only permissions that are listed here/);
      expect(answer.text).toMatch(/id="permissions-error"/);
      expect(answer.text).toMatch(/value="assets:manage"[^>]* checked/);
    });
  });

  it('are not given beyond the licence, counted once per person, and the boxes stay as ticked', async () => {
    await newTenant({ licence: { maxAgents: 2 } });
    const { agnes, rita } = tenant.people;
    const path = await customGroup('Night shift', [], agnes, rita);
    await changesNothing(async () => {
      for (const each of [path, (await group('Everyone')).path]) {
        const answer = await ada.post(`${each}/permissions`, { permissions: 'tickets:manage' });
        await refusedWith(409, answer, /This would make (3|4) agents; your licence allows 2 \(2 in use\)/);
        expect(answer.text).toMatch(/id="permissions-error"/);
        expect(answer.text).toMatch(/value="tickets:manage"[^>]* checked/);
      }
    });
  });

  it('that make agents are unticked only after a question that names the first ten', async () => {
    const people = Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [`p${index}`, { name: `Helper ${10 + index}` }]),
    );
    const admin = { ada: { name: 'Ada Admin', permissions: ['settings:manage'] } } as const;
    const big = await createTenant<string>(web.orm, { licence: { maxAgents: 50 }, people: { ...people, ...admin } });
    tenant = big;
    ada = web.as(tenant.people.ada);
    const helpers = Object.entries(big.people)
      .filter(([name]) => name !== 'ada')
      .map(([, person]) => person);
    const path = await customGroup('Helpers', ['tickets:create', 'tickets:close', 'tickets:manage'], ...helpers);
    let asked: Answer | undefined;
    await changesNothing(async () => {
      asked = await ada.post(`${path}/permissions`, { permissions: ['tickets:create', 'tickets:close'] });
      expect(asked.status).toBe(200);
      const ten = Array.from({ length: 10 }, (_, index) => `Helper ${10 + index}`).join(', ');
      const words = `24 people stop being agents: ${ten} and 14 more. No active tickets are assigned to them.`;
      expect(wordsOf(asked.text)).toContain(words);
    });
    if (asked === undefined) throw new Error('Nothing was asked');
    const { action, fields } = confirmation(asked);
    expect(fields).toEqual({ permissions: ['tickets:create', 'tickets:close'], confirmed: ['yes'] });
    expect((await ada.post(action, fields)).location).toBe(`${path}?done=permissions_saved`);
    expect((await group('Helpers')).permissions.toSorted()).toEqual(['tickets:close', 'tickets:create']);
    expect([await releases(), released]).toEqual([[], []]);
  });

  it('cannot be taken from the last administrator', async () => {
    const { path } = await group(`Group of ${tenant.people.ada.userId}`);
    await changesNothing(async () => {
      const answer = await ada.post(`${path}/permissions`, { permissions: [], confirmed: 'yes' });
      await refusedWith(409, answer, /nobody could change settings any more/);
    });
  });
});

describe('a custom group', () => {
  it('is renamed, told once', async () => {
    const path = await customGroup('Night shift', []);
    for (const time of [1, 2]) {
      const answer = await ada.post(`${path}/name`, { name: ' Late  shift' });
      expect([time, answer.status, answer.location]).toEqual([time, 303, `${path}?done=group_renamed`]);
    }
    expect((await ada.get(path)).text).toMatch(/<h1[^>]*>Late shift</);
    expect(await logged()).toEqual([['group_renamed', 'Late shift']]);
  });

  it('can have its own name in other capitals', async () => {
    const path = await customGroup('Night shift', []);
    expect((await ada.post(`${path}/name`, { name: 'NIGHT shift' })).status).toBe(303);
    expect((await ada.get(path)).text).toMatch(/<h1[^>]*>NIGHT shift</);
  });

  it.each([
    ['empty', ' ', 422, /Enter a name for the group/],
    ['too long', 'x'.repeat(81), 422, /at most 80 characters/],
    ['a control character', 'a\u0000b', 422, /the character U\+0000 cannot be stored/],
    ['taken', 'ITSM Agent', 409, /Another group has this name/],
    ['taken but for capitals', 'itsm agent', 409, /Another group has this name/],
  ])('is not renamed to what is %s', async (_why, name, status, words) => {
    const path = await customGroup('Night shift', []);
    await changesNothing(async () => {
      const answer = await ada.post(`${path}/name`, { name });
      await refusedWith(status, answer, words);
      expect(answer.text).toMatch(/id="name-error"/);
      expect(answer.text).toMatch(/<h1[^>]*>Night shift</);
    });
  });

  it('is deleted, and is gone for a form that is sent again', async () => {
    const path = await customGroup('Night shift', ['tickets:close'], tenant.people.rita);
    const answer = await ada.post(`${path}/delete`);
    expect([answer.status, answer.location]).toEqual([303, '/settings/permissions?done=group_deleted']);
    expect((await ada.get(path)).status).toBe(404);
    expect((await ada.post(`${path}/delete`)).status).toBe(404);
    expect(wordsOf((await ada.get(answer.location ?? '')).text)).toContain('The group is deleted.');
    expect(await logged()).toEqual([['group_deleted', 'Night shift']]);
  });

  it('that makes agents is deleted after a question, and their tickets are released', async () => {
    const { agnes, ben, rita } = tenant.people;
    const { path: system } = await group('ITSM Agent');
    const path = await customGroup('Night shift', ['tickets:manage'], agnes, ben, rita);
    await ada.post(`${system}/members/remove`, { user_id: agnes.userId });
    await activeTickets(agnes, 1);
    let asked: Answer | undefined;
    await changesNothing(async () => {
      asked = await ada.post(`${path}/delete`);
      expect(wordsOf(asked.text)).toContain('Delete Night shift?');
      expect(wordsOf(asked.text)).toContain(
        '2 people stop being agents: Agnes Agent, Rita Reporter. 1 active ticket goes back to the queue.',
      );
    });
    if (asked === undefined) throw new Error('Nothing was asked');
    const { action, fields } = confirmation(asked);
    const answer = await ada.post(action, fields);
    expect([answer.status, answer.location]).toEqual([303, '/settings/permissions?done=group_deleted_releasing']);
    expect(released).toEqual([tenant.id]);
    expect(await releases()).toHaveLength(1);
  });

  it('through which the last administrator is one cannot be deleted', async () => {
    const { path } = await group(`Group of ${tenant.people.ada.userId}`);
    await changesNothing(async () => {
      await refusedWith(409, await ada.post(`${path}/delete`, { confirmed: 'yes' }), /nobody could change settings/);
    });
  });
});
