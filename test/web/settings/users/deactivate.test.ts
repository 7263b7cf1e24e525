import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { makeAgent } from '../../../../src/host/permissions/groups.ts';
import type { Browser } from '../../../support/browser.ts';
import { submit } from '../../../support/forms.ts';
import { createTenant, type TestPerson, testPassword, type TestTenant } from '../../../support/people.ts';
import { agentActor, type Step, writeTicket } from '../../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { inviteSomebody, linkOf, stateOf } from '../../../host/identity/invited.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';
import { recordingOperations, userAndMails } from './office.ts';

type Names = 'alma' | 'bert' | 'ada' | 'rita';

const going = recordingOperations();
let web: TestWeb;
let tenant: TestTenant<Names>;
let alma: Browser;

beforeAll(async () => {
  web = await startTestWeb({ operations: going.operations });
});
beforeEach(async () => {
  going.asked.splice(0);
  tenant = await createTenant(web.orm, {
    licence: { maxAgents: 1 },
    people: {
      alma: { permissions: ['settings:manage'], name: 'Alma Admin' },
      bert: { permissions: ['settings:manage'] },
      ada: { agent: true, name: 'Ada Agent' },
      rita: { name: 'Rita Reporter' },
    },
  });
  alma = web.as(tenant.people.alma);
});
afterAll(() => web.close());

const pathOf = ({ userId }: { userId: string }) => `/settings/users/${userId}`;
const confirmOf = (person: { userId: string }) => `${pathOf(person)}/deactivate`;
const deactivate = (browser: Browser, person: { userId: string }) =>
  submit(browser, confirmOf(person), confirmOf(person));

/** Active tickets of an agent, and one that is closed. */
async function ticketsOf(agent: TestPerson, active: number): Promise<void> {
  const by = agentActor(agent.userId);
  const taken: Step = { by, changes: [{ kind: 'assign', to: agent.userId }] };
  const done = (to: 'resolved' | 'closed'): Step => ({ by, changes: [{ kind: 'set_status', to }] });
  const write = (steps: Step[]) =>
    writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, steps);
  for (let n = 0; n < active; n += 1) await write(n % 2 ? [taken, done('resolved')] : [taken]);
  await write([taken, done('resolved'), done('closed')]);
}

const releaseAsked = () =>
  inTenant(web.orm, tenant.id, async (em) => (await em.execute('select 1 from agent_release')).length > 0);

describe('the page that asks before deactivating', () => {
  it.each([
    [0, 'Ada Agent handles no active tickets.'],
    [1, 'Ada Agent handles 1 active ticket. It goes back to the queue.'],
    [12, 'Ada Agent handles 12 active tickets. They go back to the queue.'],
  ])('tells of %d active tickets that they go back to the queue, and changes nothing (R6)', async (n, sentence) => {
    await ticketsOf(tenant.people.ada, n);
    const words = await wordsAt(alma, confirmOf(tenant.people.ada));
    expect(words).toContain(sentence);
    expect(words).toContain('They are signed out everywhere');
    expect(words).toContain('Nothing is deleted');
    expect(await stateOf(web.orm, tenant.people.ada)).toBe('active');
    expect((await web.as(tenant.people.ada).get('/tickets')).status).toBe(200);
    expect([await releaseAsked(), going.asked]).toEqual([false, []]);
  });

  it('says nothing of tickets for who is no agent, and of the link for who is invited', async () => {
    expect(await wordsAt(alma, confirmOf(tenant.people.rita))).not.toMatch(/handles|invitation/);
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    expect(await wordsAt(alma, confirmOf(invited))).toContain('The link in their invitation stops working.');
  });

  it('leads to the person when they are deactivated already', async () => {
    await deactivate(alma, tenant.people.rita);
    expect((await alma.get(confirmOf(tenant.people.rita))).location).toBe(pathOf(tenant.people.rita));
  });
});

describe('deactivating', () => {
  it('ends every session with the very next request, and keeps the password from working (R10)', async () => {
    const ritas = [web.as(tenant.people.rita), web.as(tenant.people.rita)];
    for (const rita of ritas) expect((await rita.get('/desk')).status).toBe(200);
    const answer = await deactivate(alma, tenant.people.rita);
    expect([answer.status, answer.location]).toEqual([303, `${pathOf(tenant.people.rita)}?done=deactivated`]);
    for (const rita of ritas) expect((await rita.get('/desk')).location).toBe('/sign-in?next=%2Fdesk');
    const { email } = tenant.people.rita;
    expect((await web.nobody().post('/sign-in', { email, password: testPassword })).status).toBe(422);
    const words = await wordsAt(alma, answer.location ?? '');
    expect(words).toContain('This person is deactivated and signed out everywhere.');
    expect(words).toMatch(/Rita Reporter Deactivated Edit About .* Permissions, once active/);
  });

  it('lets go of the active tickets of an agent, and says so', async () => {
    await ticketsOf(tenant.people.ada, 3);
    const answer = await deactivate(alma, tenant.people.ada);
    expect(answer.location).toBe(`${pathOf(tenant.people.ada)}?done=deactivated_releasing`);
    expect(going.asked).toEqual([`release ${tenant.id}`]);
    expect(await releaseAsked()).toBe(true);
  });

  it('sets nothing going where no ticket is held', async () => {
    await deactivate(alma, tenant.people.ada);
    expect([going.asked, await releaseAsked()]).toEqual([[], false]);
  });

  it('twice is done once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => alma.post(confirmOf(tenant.people.rita))));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const words = await wordsAt(alma, pathOf(tenant.people.rita));
    expect(words.match(/deactivated Rita Reporter/g)).toHaveLength(1);
  });

  it('works without Temporal: what is to be done stands in the database', async () => {
    const away = await startTestWeb();
    await ticketsOf(tenant.people.ada, 1);
    const answer = await deactivate(away.as(tenant.people.alma), tenant.people.ada);
    expect([answer.status, await releaseAsked()]).toEqual([303, true]);
    await away.close();
  });

  it('oneself is told of, and signs one out', async () => {
    expect(await wordsAt(alma, confirmOf(tenant.people.alma))).toContain('You sign yourself out , everywhere');
    const answer = await deactivate(alma, tenant.people.alma);
    expect([answer.status, answer.location]).toEqual([303, '/sign-in?signed-out']);
    expect([...alma.cookies.keys()]).toEqual([]);
    expect(await stateOf(web.orm, tenant.people.alma)).toBe('deactivated');
    expect((await web.as(tenant.people.bert).get(pathOf(tenant.people.alma))).status).toBe(200);
  });

  it('is refused for the last administrator, before and at the form, with what to do', async () => {
    await deactivate(alma, tenant.people.bert);
    for (const ask of [alma.get, alma.post]) {
      const answer = await ask(confirmOf(tenant.people.alma));
      expect(answer.status).toBe(409);
      expect(wordsOf(answer.text)).toContain('Give settings:manage to another active person first.');
      expect(answer.text).not.toContain(`action="${confirmOf(tenant.people.alma)}"`);
    }
    expect(await stateOf(web.orm, tenant.people.alma)).toBe('active');
    expect((await alma.get('/settings/users')).status).toBe(200);
  });
});

describe('reactivating', () => {
  const reactivate = (person: { userId: string }) => submit(alma, pathOf(person), `${pathOf(person)}/reactivate`);

  it('lets the person in again, with the groups that they had', async () => {
    await deactivate(alma, tenant.people.ada);
    const answer = await reactivate(tenant.people.ada);
    expect([answer.status, answer.location]).toEqual([303, `${pathOf(tenant.people.ada)}?done=reactivated`]);
    expect(going.asked).toEqual([]);
    const { email } = tenant.people.ada;
    expect((await web.nobody().post('/sign-in', { email, password: testPassword })).status).toBe(303);
    expect((await web.as(tenant.people.ada).get('/tickets')).status).toBe(200);
  });

  it('invites again who never set a password', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    await deactivate(alma, invited);
    const answer = await reactivate(invited);
    expect(answer.location).toBe(`${pathOf(invited)}?done=reactivated_invited`);
    expect(await linkOf(web.orm, invited)).not.toBe(invited.linkId);
    expect(await userAndMails(web, tenant.id, invited.email)).toEqual([1, 2]);
  });

  it('is refused over the quota with the numbers, and leaves the person deactivated (R14)', async () => {
    const { ada, rita } = tenant.people;
    await deactivate(alma, ada);
    await inTenant(web.orm, tenant.id, (em) => makeAgent(em, tenant.id, rita.userId));
    const answer = await reactivate(ada);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('<title>Error: Ada Agent');
    const words = wordsOf(answer.text);
    expect(words).toContain('This would make 2 agents; your licence allows 1 (1 in use). Nothing was changed.');
    expect(words).toContain('1 of 1 agents');
    expect(await stateOf(web.orm, ada)).toBe('deactivated');
    expect((await web.as(ada).get('/tickets')).status).toBe(303);
    await deactivate(alma, rita);
    expect((await reactivate(ada)).status).toBe(303);
  });
});
