import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sendServiceMails, type ServiceMailTools } from '../../../activities/mail/send-service-mails.ts';
import type { OutgoingMail } from '../../../activities/mail/transport.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { createApiKey } from '../../../src/host/api-keys/create-api-key.ts';
import { accountKeyFrom } from '../../../src/host/identity/account-token.ts';
import { changeAddress, withdrawAddressChange } from '../../../src/host/identity/change-person.ts';
import { factorKeyFrom } from '../../../src/host/identity/second-step/factor-key.ts';
import { newRecoveryCodes } from '../../../src/host/identity/second-step/recovery-codes.ts';
import { resetSecondStep } from '../../../src/host/identity/second-step/reset-second-step.ts';
import { insertTotp, newTotpSecret } from '../../../src/host/identity/second-step/totp.ts';
import { queueServiceMail } from '../../../src/host/service-mail/queue-service-mail.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { mailUse } from '../../../src/host/licence/mail-quota.ts';
import { sendTestMail } from '../../../src/settings/mail-templates/test-mail.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { createMailRenderer } from '../../../src/mail/render.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl);
});

afterAll(async () => {
  await orm.close();
  await database.drop();
});

/** The activity with this way of delivering, at a time of the workflow; the worker's own clock is far behind. */
function sending(send: ServiceMailTools['transport']['send'], at = new Date()): Promise<{ dueAt: string | null }> {
  const tools: ServiceMailTools = {
    orm,
    transport: { sender: 'itsm@uslimato.test', send, close: () => {} },
    renderer: createMailRenderer(),
    addresses: { publicUrl: 'http://itsm.test', messageIdDomain: 'itsm.test' },
    accountKey: accountKeyFrom('any secret'),
    now: () => new Date(0),
  };
  return new MockActivityEnvironment().run(sendServiceMails, tools, { at: at.toISOString() });
}

async function anAlert(): Promise<string> {
  const { id } = await createTenant(orm);
  await inTenant(orm, id, (em) =>
    queueServiceMail(em, id, {
      kind: 'alert',
      to: { name: 'Petra', address: 'petra@example.test' },
      aboutId: randomUUID(),
      fact: { about: 'agents_over_quota', limit: 1, used: 2, period: '' },
      now: new Date(),
    }),
  );
  return id;
}

const rowOf = (tenantId: string) => inTenant(orm, tenantId, (em) => em.findOneOrFail(ServiceMailEntity, { tenantId }));

describe('sendServiceMails', () => {
  it("goes by the workflow's time where the worker's clock is behind, and gives when the next mail is due", async () => {
    const tenantId = await anAlert();
    const { dueAt } = await sending(async () => ({ kind: 'temporary', answer: 'Later' }));
    expect(dueAt).toBe((await rowOf(tenantId)).nextTryAt?.toISOString());
    const due = new Date(Date.parse(dueAt ?? ''));
    await expect(sending(async () => ({ kind: 'sent', answer: 'Taken' }), due)).resolves.toEqual({ dueAt: null });
    expect(await rowOf(tenantId)).toMatchObject({ state: 'sent', attempts: 2, lastAnswer: 'Taken' });
  });

  it('writes nothing of a mail that somebody else has taken meanwhile', async () => {
    const tenantId = await anAlert();
    await sending(async () => {
      await inTenant(orm, tenantId, (em) => em.nativeUpdate(ServiceMailEntity, { tenantId }, { attempts: 2 }));
      return { kind: 'permanent', answer: 'Too late to say so' };
    });
    expect(await rowOf(tenantId)).toMatchObject({ state: 'waiting', attempts: 2, lastAnswer: null });
    await inTenant(orm, tenantId, (em) => em.nativeUpdate(ServiceMailEntity, { tenantId }, { leasedUntil: null }));
    await sending(async () => ({ kind: 'sent', answer: '' }));
  });

  it('leaves alone what another worker holds, until its lease has run out', async () => {
    const tenantId = await anAlert();
    const leasedUntil = new Date(Date.now() + 60_000);
    await inTenant(orm, tenantId, (em) => em.nativeUpdate(ServiceMailEntity, { tenantId }, { leasedUntil }));
    const sent: string[] = [];
    const send = async ({ to }: { to: { address: string } }) => {
      sent.push(to.address);
      return { kind: 'sent' as const, answer: '' };
    };
    await expect(sending(send)).resolves.toEqual({ dueAt: leasedUntil.toISOString() });
    expect(sent).toEqual([]);
    await sending(send, leasedUntil);
    expect(sent).toEqual(['petra@example.test']);
  });
});

describe('a mail about an account', () => {
  it('leads to what its reader does next, and has a one-time link only where it needs one', async () => {
    const { id, people } = await createTenant(orm, { people: { alma: {}, rita: {} } });
    const { alma, rita } = people;
    const about = { userId: rita.userId, by: alma.userId, now: new Date() };
    await inTenant(orm, id, async (em) => {
      const key = { name: 'Sync', scopes: ['tickets:read'], for: { userId: rita.userId }, by: alma.userId } as const;
      await createApiKey(em, id, { ...key, expiresAt: null });
      await changeAddress(em, id, { ...about, email: 'rita.new@example.test', linkId: randomUUID() });
      await newRecoveryCodes(em, rita, factorKeyFrom('any secret'));
      await insertTotp(em, rita, {
        key: factorKeyFrom('any secret'),
        secret: newTotpSecret(),
        step: 0,
        now: about.now,
      });
      await resetSecondStep(em, id, about);
    });
    const sent: OutgoingMail[] = [];
    await sending(
      async (mail) => {
        sent.push(mail);
        return { kind: 'sent', answer: '250 OK' };
      },
      new Date(Date.now() + 1000),
    );
    const links = sent.map(({ to, text }) => [to.address, /http:\/\/itsm\.test(\S+)/.exec(text)?.[1]]);
    expect(new Map(links.map(([to, link]) => [link?.replace(/\/account\/.+/, '/account/TOKEN'), to]))).toEqual(
      new Map([
        ['/me/keys', rita.email],
        ['/account/TOKEN', 'rita.new@example.test'],
        ['/sign-in', rita.email],
      ]),
    );
  });

  it('with a link that was withdrawn meanwhile is not sent', async () => {
    const { id, people } = await createTenant(orm, { people: { alma: {}, rita: {} } });
    const about = { userId: people.rita.userId, by: people.alma.userId, now: new Date() };
    await inTenant(orm, id, async (em) => {
      await changeAddress(em, id, { ...about, email: 'rita.newer@example.test', linkId: randomUUID() });
      await withdrawAddressChange(em, id, about);
    });
    await sending(async () => ({ kind: 'sent', answer: '' }), new Date(Date.now() + 1000));
    const failed = { state: 'failed', lastAnswer: 'The link was withdrawn, or replaced by a newer one.' };
    expect(await rowOf(id)).toMatchObject(failed);
  });
});

describe('a test mail of a tenant’s own words', () => {
  const own = { subject: 'Own {{ticket_number}}', html: '<p>Own {{reporter_name}}</p>', text: 'Own {{reporter_name}}' };
  const used = async (tenantId: string): Promise<number> =>
    (await inTenant(orm, tenantId, (em) => mailUse(em, tenantId, new Date()))).used;

  async function aTest(): Promise<string> {
    const { id } = await createTenant(orm, { people: {} });
    await inTenant(orm, id, async (em) => {
      await em.nativeUpdate(ItsmSettingsEntity, { tenantId: id }, { senderName: 'Own IT', replyTo: 'it@own.test' });
      const about = { event: 'ticket.created', audience: 'reporter' } as const;
      const to = { userId: randomUUID(), name: 'Ada', address: 'ada@example.test' };
      await sendTestMail(em, id, { id: randomUUID(), about, own, to, now: new Date() });
    });
    return id;
  }

  it('is the mail as it would be, marked as a test, in the tenant’s name', async () => {
    const tenantId = await aTest();
    const sent: OutgoingMail[] = [];
    await sending(async (mail) => {
      sent.push(mail);
      return { kind: 'sent', answer: '250 OK' };
    });
    expect(sent).toMatchObject([
      {
        to: { address: 'ada@example.test' },
        subject: '[Test] Own TKT-000042',
        senderName: 'Own IT',
        replyTo: 'it@own.test',
      },
    ]);
    expect(sent[0]?.text).toMatch(/^Own Rita Reuter\n/);
    expect(sent[0]?.html).toContain('Own Rita Reuter</p>');
    expect(await rowOf(tenantId)).toMatchObject({ state: 'sent' });
    expect(await used(tenantId)).toBe(1);
  });

  it('gives its place in the quota back when it has failed, unless it may have arrived', async () => {
    const refused = await aTest();
    await sending(async () => ({ kind: 'permanent', answer: '550 No such mailbox' }));
    expect(await rowOf(refused)).toMatchObject({ state: 'failed', countedMonth: null });
    expect(await used(refused)).toBe(0);

    const cut = await aTest();
    const { dueAt } = await sending(async () => ({ kind: 'temporary', answer: 'Cut off', unknown: true }));
    await sending(async () => ({ kind: 'permanent', answer: '550 No such mailbox' }), new Date(dueAt ?? ''));
    expect(await rowOf(cut)).toMatchObject({ state: 'failed', outcomeUnknown: true });
    expect(await used(cut)).toBe(1);
  });
});
