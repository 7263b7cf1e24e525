import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../../src/host/permissions/group.ts';
import { createGroup } from '../../../../src/host/permissions/groups.ts';
import type { Browser } from '../../../support/browser.ts';
import { fill, submit } from '../../../support/forms.ts';
import { createTenant, type TestTenant } from '../../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { agentGroup, stateOf } from '../../../host/identity/invited.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';
import { recordingOperations, userAndMails } from './office.ts';

const path = '/settings/users/new';

const going = recordingOperations();
let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita'>;
let alma: Browser;
let agents: string;

beforeAll(async () => {
  web = await startTestWeb({ operations: going.operations });
  tenant = await createTenant(web.orm, {
    licence: { maxAgents: 5 },
    people: { alma: { permissions: ['settings:manage'], agent: true, name: 'Alma Admin' }, rita: {} },
  });
  alma = web.as(tenant.people.alma);
  agents = await inTenant(web.orm, tenant.id, (em) => agentGroup(em, tenant.id));
});
beforeEach(() => void going.asked.splice(0));
afterAll(() => web.close());

const newEmail = () => `nina.${randomUUID()}@example.test`;

const groupsOf = (userId: string) =>
  inTenant(web.orm, tenant.id, async (em) =>
    (await em.find(GroupMemberEntity, { tenantId: tenant.id, userId })).map(({ groupId }) => groupId),
  );

async function userWith(email: string) {
  return inTenant(web.orm, tenant.id, (em) => em.findOneOrFail(UserEntity, { tenantId: tenant.id, email }));
}

describe('the form to invite', () => {
  it('offers all groups but Everyone, and tells that a seat is taken only by joining', async () => {
    const { text } = await alma.get(path);
    expect(text).toMatch(new RegExp(`name="groups" value="${agents}"`));
    expect(text).not.toContain('>Everyone<');
    const words = wordsOf(text);
    expect(words).toContain('1 of 5 agents');
    expect(words).toContain(
      'A seat of the licence is taken only when an invited agent joins. 4 of 5 seats are free now.',
    );
    expect(words).toContain('ITSM Agent File tickets, Handle tickets, Close tickets');
  });

  it('says so when no seat is free', async () => {
    const full = await createTenant(web.orm, {
      licence: { maxAgents: 1 },
      people: { alma: { permissions: ['settings:manage'], agent: true } },
    });
    expect(await wordsAt(web.as(full.people.alma), path)).toContain('No seat is free now: you can invite agents');
  });
});

describe('inviting', () => {
  it('makes the person, queues the mail and tells what becomes of it', async () => {
    const email = newEmail();
    const answer = await submit(alma, path, path, { name: '  Nina   New ', email: ` ${email.toUpperCase()} ` });
    expect(answer.status).toBe(303);
    const user = await userWith(email);
    expect(answer.location).toBe(`/settings/users/${user.id}?done=invited`);
    expect(user).toMatchObject({ name: 'Nina New', active: false, passwordHash: null });
    expect(await userAndMails(web, tenant.id, email)).toEqual([1, 1]);
    const words = await wordsAt(alma, answer.location ?? '');
    expect(words).toContain('The invitation is on its way.');
    expect(words).toContain('Nina New Invited');
    expect(words).toContain('Invitation Waiting to be sent');
    expect(words).toContain('Alma Admin invited Nina New');
  });

  it('puts the person into the groups that were ticked, each once', async () => {
    const other = await inTenant(web.orm, tenant.id, (em) =>
      createGroup(em, tenant.id, { name: 'Helpers', permissions: [] }),
    );
    const email = newEmail();
    const { fields } = await fill(alma, path, path, { name: 'Nina', email });
    const answer = await alma.post(path, { ...fields, groups: [agents, other, agents] });
    expect(answer.status).toBe(303);
    const { id } = await userWith(email);
    expect((await groupsOf(id)).toSorted()).toEqual([agents, other].toSorted());
    expect(await stateOf(web.orm, { tenantId: tenant.id, userId: id })).toBe('invited');
    expect(await wordsAt(alma, '/settings/users')).toContain('1 of 5 agents');
  });

  it('twice with the same form invites once, at the same time too', async () => {
    const email = newEmail();
    const { fields } = await fill(alma, path, path, { name: 'Nina', email });
    const answers = await Promise.all([1, 2, 3].map(() => alma.post(path, fields)));
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
    expect((await alma.post(path, fields)).location).toBe(answers[0]?.location);
    expect(await userAndMails(web, tenant.id, email)).toEqual([1, 1]);
  });

  it('of somebody else by a form that was sent already is refused, and the form can be sent anew', async () => {
    const [first, second] = [newEmail(), newEmail()];
    const { fields } = await fill(alma, path, path, { name: 'Nina', email: first });
    await alma.post(path, fields);
    const again = await alma.post(path, { ...fields, email: second });
    expect(again.status).toBe(422);
    expect(wordsOf(again.text)).toContain('This form has already invited somebody.');
    expect(again.text).toContain(`value="${second}"`);
    expect(again.text).not.toContain(fields['command_id'] ?? 'x');
    expect(await userAndMails(web, tenant.id, second)).toEqual([0, 0]);
  });

  it('by two administrators with the same id in their forms invites two', async () => {
    const bert = await createTenant(web.orm, { people: { bert: { permissions: ['settings:manage'] } } });
    const command_id = randomUUID();
    const emails = [newEmail(), newEmail()];
    const answers = [
      await alma.post(path, { command_id, name: 'Nina', email: emails[0] }),
      await web.as(bert.people.bert).post(path, { command_id, name: 'Nina', email: emails[1] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  });

  it('of an address that somebody of another tenant has is answered like one that nobody has', async () => {
    const other = await createTenant(web.orm, { people: { olga: {} } });
    const answers = [];
    for (const email of [newEmail(), other.people.olga.email]) {
      const answer = await submit(alma, path, path, { name: 'Nina New', email });
      const page = await alma.get(answer.location ?? '');
      answers.push([answer.status, wordsOf(page.text).replaceAll(email, 'EMAIL')]);
      expect(await userAndMails(web, tenant.id, email)).toEqual([1, 1]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('of an address that somebody here has is refused beside its field with 409, and leaves nothing', async () => {
    for (const { email } of [tenant.people.rita]) {
      going.asked.splice(0);
      const before = await userAndMails(web, tenant.id, email);
      const { fields } = await fill(alma, path, path, { name: 'Nina New', email: email.toUpperCase() });
      const answer = await alma.post(path, { ...fields, groups: [agents] });
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('<title>Error: Invite');
      expect(answer.text).toContain('href="#email">Somebody in your organisation already has this address');
      expect(answer.text).toContain('value="Nina New"');
      expect(answer.text).toMatch(new RegExp(`value="${agents}" id="groups[^"]*" checked`));
      expect(await userAndMails(web, tenant.id, email)).toEqual(before);
      expect(going.asked).toEqual([]);
    }
  });
});

describe('a form with mistakes', () => {
  const sound = { name: 'Nina New', email: 'nina@example.test' };

  it.each([
    ['name', { ...sound, name: '' }, 'Enter the name of the person.'],
    ['name', { ...sound, name: '  \u200B ' }, 'Enter the name of the person.'],
    ['name', { ...sound, name: 'x'.repeat(81) }, 'A name has at most 80 characters.'],
    ['name', { ...sound, name: 'Ni\u0000na' }, 'the character U+0000 cannot be stored'],
    ['name', { email: sound.email }, 'Enter the name of the person.'],
    ['name', { ...sound, name: ['a', 'b'] }, 'Enter text.'],
    ['email', { ...sound, email: '' }, 'Enter one e-mail address'],
    ['email', { name: sound.name }, 'Enter one e-mail address'],
    ['email', { ...sound, email: 'nina' }, 'Enter one e-mail address'],
    ['email', { ...sound, email: 'nina@example.test, bert@example.test' }, 'Enter one e-mail address'],
    ['email', { ...sound, email: 'Nina <nina@example.test>' }, 'Enter one e-mail address'],
    ['email', { ...sound, email: 'nina@example.test\r\nBcc: x@y.z' }, 'Enter one e-mail address'],
    ['email', { ...sound, email: `${'n'.repeat(250)}@e.test` }, 'Enter one e-mail address'],
    ['email', { ...sound, email: ['a@b.test', 'c@d.test'] }, 'Enter one e-mail address'],
    ['groups', { ...sound, groups: 'nonsense' }, 'A group that was ticked no longer exists.'],
    ['groups', { ...sound, groups: randomUUID() }, 'A group that was ticked no longer exists.'],
  ])('is shown again with 422 and the message beside its field: %s of %j', async (field, fields, message) => {
    const answer = await alma.post(path, { command_id: randomUUID(), ...fields });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(answer.text).toContain(`id="${field}-error"`);
    expect(wordsOf(answer.text)).toContain(message);
    expect(going.asked).toEqual([]);
  });

  it('names every field at fault, and keeps what was typed', async () => {
    const answer = await alma.post(path, { name: '', email: '<b>', groups: [agents, 'gone'] });
    for (const field of ['name', 'email', 'groups']) expect(answer.text).toContain(`href="#${field}"`);
    expect(answer.text).toContain('value="&lt;b&gt;"');
    expect(answer.text).toMatch(new RegExp(`value="${agents}" id="groups[^"]*" checked`));
  });

  it('takes no group of another tenant, and not Everyone', async () => {
    const other = await createTenant(web.orm);
    const foreign = await inTenant(web.orm, other.id, (em) => agentGroup(em, other.id));
    const everyone = await inTenant(web.orm, tenant.id, (em) =>
      em.execute<{ id: string }[]>(`select id from permission_group where system_key = 'everyone'`),
    );
    for (const groups of [foreign, everyone[0]?.id]) {
      const email = newEmail();
      expect((await alma.post(path, { ...sound, email, groups })).status).toBe(422);
      expect(await userAndMails(web, tenant.id, email)).toEqual([0, 0]);
    }
  });

  it('says that it is out of date when its id is none', async () => {
    const answer = await alma.post(path, { ...sound, command_id: 'x' });
    expect([answer.status, wordsOf(answer.text).includes('This form is out of date.')]).toEqual([422, true]);
  });
});
