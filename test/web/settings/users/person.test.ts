import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { findLink } from '../../../../src/host/identity/account-links.ts';
import { deactivateUser } from '../../../../src/host/identity/people.ts';
import { ServiceMailEntity } from '../../../../src/host/service-mail/service-mail.ts';
import type { Browser } from '../../../support/browser.ts';
import { fill, submit } from '../../../support/forms.ts';
import { createTenant, type TestTenant } from '../../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { agentGroup, inviteSomebody, linkOf } from '../../../host/identity/invited.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';
import { recordingOperations, userAndMails } from './office.ts';

const going = recordingOperations();
let web: TestWeb;
let tenant: TestTenant<'alma' | 'ada' | 'rita'>;
let alma: Browser;

beforeAll(async () => {
  web = await startTestWeb({ operations: going.operations });
  tenant = await createTenant(web.orm, {
    people: {
      alma: { permissions: ['settings:manage'], name: 'Alma Admin' },
      ada: { agent: true, name: 'Ada <i>Agent</i>' },
      rita: { name: 'Rita Reporter' },
    },
  });
  alma = web.as(tenant.people.alma);
});
beforeEach(() => void going.asked.splice(0));
afterAll(() => web.close());

const pathOf = ({ userId }: { userId: string }) => `/settings/users/${userId}`;

/** Records what became of the mails to somebody. */
const mailsBecome = (address: string, change: Record<string, unknown>) =>
  inTenant(web.orm, tenant.id, (em) =>
    em.nativeUpdate(ServiceMailEntity, { tenantId: tenant.id, recipientAddress: address }, change),
  );

describe('the page of a person', () => {
  it('tells who they are, their groups and what these permit', async () => {
    const { text } = await alma.get(pathOf(tenant.people.ada));
    const words = wordsOf(text);
    expect(text).toContain('Ada &lt;i&gt;Agent&lt;/i&gt;</h1>');
    expect(words).toContain(tenant.people.ada.email);
    const group = await inTenant(web.orm, tenant.id, (em) => agentGroup(em, tenant.id));
    expect(text).toContain(`<a href="/settings/permissions/${group}">ITSM Agent</a>`);
    expect(words).toMatch(/Groups Everyone ITSM Agent Permissions File tickets .* Handle tickets .* Close tickets/);
    expect(words).not.toContain('Change settings');
    expect(words).toContain('Agent (uses one seat) Licence: 1 of 10 agents');
  });

  it('says nothing of seats for who is no agent', async () => {
    expect(await wordsAt(alma, pathOf(tenant.people.rita))).not.toMatch(/seat|of 10 agents/);
  });

  it('says what little is left to who may do nothing', async () => {
    const bare = await createTenant(web.orm, {
      everyone: [],
      people: { alma: { permissions: ['settings:manage'] }, bo: {} },
    });
    expect(await wordsAt(web.as(bare.people.alma), pathOf(bare.people.bo))).toContain(
      'Permissions Can only read and answer their own tickets at the desk',
    );
  });

  it('tells what becomes of the mail: waiting, tried again, sent, failed, with the server’s answer', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const words = () => wordsAt(alma, pathOf(invited));
    expect(await words()).toContain('Invitation Waiting to be sent');
    const again = new Date(Date.now() + 3_600_000);
    const busy = { state: 'retrying', attempts: 2, nextTryAt: again, lastAnswer: '451 <b>busy</b>' };
    await mailsBecome(invited.email, busy);
    expect(await words()).toContain('Will be tried again, 2 tries in 1 h 451 &lt;b&gt;busy&lt;/b&gt;');
    await mailsBecome(invited.email, { state: 'failed', nextTryAt: null, lastAnswer: '550 No such user' });
    expect(await words()).toContain('Failed, 2 tries 550 No such user');
    await mailsBecome(invited.email, { state: 'sent', sentAt: new Date(), lastAnswer: '250 Taken' });
    const sent = await words();
    expect(sent).toContain('Sent, 2 tries just now');
    expect(sent).not.toContain('250 Taken');
    expect(sent).toMatch(/The link works once and expires in 7 d/);
  });

  it('says that the link has ended by itself', async () => {
    const now = new Date(Date.now() - 8 * 24 * 3_600_000);
    const invited = await inviteSomebody(web.orm, tenant.people.alma, { now });
    expect(await wordsAt(alma, pathOf(invited))).toMatch(/The link expired 1 d ago/);
  });

  it('lists the newest 20 changes about them and who made them', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma, { agent: true, name: 'Ivo Invited' });
    expect(await wordsAt(alma, pathOf(invited))).toMatch(/Alma Admin (invited|added) Ivo Invited/);
    for (let n = 0; n < 21; n += 1) await submit(alma, pathOf(invited), `${pathOf(invited)}/link`);
    const words = await wordsAt(alma, pathOf(invited));
    expect(words.match(/sent the invitation of Ivo Invited again/g)).toHaveLength(20);
    expect(words).not.toContain('invited Ivo Invited');
  });

  it('says only its own sentences of what was done', async () => {
    const page = pathOf(tenant.people.rita);
    expect(await wordsAt(alma, `${page}?done=reactivated`)).toContain('This person is active again');
    for (const done of ['hacked', 'toString', '__proto__', 'reactivated&done=x', '%3Cb%3E']) {
      expect((await alma.get(`${page}?done=${done}`)).text).not.toContain('class="banner');
    }
  });
});

describe('sending a link', () => {
  it('sends the invitation again and ends the link before', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const page = pathOf(invited);
    expect(await wordsAt(alma, page)).toContain('Send the invitation again');
    const answer = await submit(alma, page, `${page}/link`);
    expect([answer.status, answer.location]).toEqual([303, `${page}?done=invitation_sent`]);
    expect(await userAndMails(web, tenant.id, invited.email)).toEqual([1, 2]);
    expect((await findLink(web.orm, invited.linkId))?.spentAt).not.toBeNull();
    expect(await linkOf(web.orm, invited)).not.toBe(invited.linkId);
  });

  it('sends who has joined a link for a new password, and their password works meanwhile', async () => {
    const page = pathOf(tenant.people.rita);
    const rita = web.as(tenant.people.rita);
    const answer = await submit(alma, page, `${page}/link`);
    expect(answer.location).toBe(`${page}?done=password_link_sent`);
    expect((await findLink(web.orm, await linkOf(web.orm, tenant.people.rita)))?.purpose).toBe('password_reset');
    expect((await rita.get('/desk')).status).toBe(200);
    expect(await wordsAt(alma, page)).toContain('Alma Admin sent Rita Reporter a link for a new password');
  });

  it('twice with the same form sends one, at the same time too', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const { action, fields } = await fill(alma, pathOf(invited), `${pathOf(invited)}/link`);
    const answers = await Promise.all([1, 2, 3].map(() => alma.post(action, fields)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await userAndMails(web, tenant.id, invited.email)).toEqual([1, 2]);
  });

  it('is refused for who has been deactivated meanwhile, on their page', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const { action, fields } = await fill(alma, pathOf(invited), `${pathOf(invited)}/link`);
    const acting = { by: tenant.people.alma.userId, now: new Date() };
    await inTenant(web.orm, tenant.id, (em) => deactivateUser(em, tenant.id, invited.userId, acting));
    const answer = await alma.post(action, fields);
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain('There is a problem This person is deactivated. Reactivate them first');
    expect(wordsOf(answer.text)).toContain('Reactivate');
    expect(await userAndMails(web, tenant.id, invited.email)).toEqual([1, 1]);
    expect(going.asked).toEqual([]);
  });

  it('is refused with an id that is none', async () => {
    const answer = await alma.post(`${pathOf(tenant.people.ada)}/link`, { command_id: 'x' });
    expect([answer.status, wordsOf(answer.text).includes('This form is out of date.')]).toEqual([422, true]);
  });
});

describe('every page and form about a person', () => {
  const routes = [
    ['get', ''],
    ['post', '/link'],
    ['get', '/deactivate'],
    ['post', '/deactivate'],
    ['post', '/reactivate'],
  ] as const;

  it.each(routes)(
    '%s %s finds nobody of another tenant, nobody unknown, and no id that is none',
    async (method, part) => {
      const other = await createTenant(web.orm, { people: { olga: {} } });
      for (const id of [other.people.olga.userId, randomUUID(), 'not-a-uuid', `${tenant.people.rita.userId}x`]) {
        expect([id, (await alma[method](`/settings/users/${id}${part}`)).status]).toEqual([id, 404]);
      }
      expect((await web.as(other.people.olga).get('/desk')).status).toBe(200);
    },
  );

  it.each(routes)('%s %s is not for agents and reporters', async (method, part) => {
    for (const person of [tenant.people.ada, tenant.people.rita]) {
      expect((await web.as(person)[method](`${pathOf(tenant.people.rita)}${part}`)).status).toBe(403);
    }
  });

  it('takes the id in capital letters for the same', async () => {
    expect((await alma.get(`/settings/users/${tenant.people.rita.userId.toUpperCase()}`)).status).toBe(200);
  });
});
