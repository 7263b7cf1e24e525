import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutgoingMail, Transport } from '../../src/outbox/transport.ts';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { createApiKey } from '../../src/host/api-keys/create-api-key.ts';
import { changeAddress, withdrawAddressChange } from '../../src/host/identity/change-person.ts';
import { factorKeyFrom } from '../../src/host/identity/second-step/factor-key.ts';
import { newRecoveryCodes } from '../../src/host/identity/second-step/recovery-codes.ts';
import { inviteUser } from '../../src/host/identity/people.ts';
import { resetSecondStep } from '../../src/host/identity/second-step/reset-second-step.ts';
import { insertTotp, newTotpSecret } from '../../src/host/identity/second-step/totp.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { queueServiceMail } from '../../src/host/service-mail/queue-service-mail.ts';
import { ServiceMailEntity } from '../../src/host/service-mail/service-mail.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import type { TemplateKey } from '../../src/settings/mail-templates/mail-template.ts';
import { sendTestMail } from '../../src/settings/mail-templates/test-mail.ts';
import type { Locale } from '../../src/domain/locale.ts';
import type { Chosen } from '../../src/settings/mail-settings.ts';
import { ItsmSettingsEntity } from '../../src/settings/itsm-settings-row.ts';
import { clonedDatabase } from '../support/databases.ts';
import { deliverDue } from '../support/outbox.ts';
import { createTenant } from '../support/people.ts';

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

/** Delivers what is due at that time in this way. */
const sending = (send: Transport['send'], at = new Date()): Promise<void> => deliverDue(orm, send, at);

/** Delivers what is due, and gives the mails. */
async function sentMails(): Promise<OutgoingMail[]> {
  const sent: OutgoingMail[] = [];
  const send: Transport['send'] = async (mail) => {
    sent.push(mail);
    return { kind: 'sent', answer: '250 OK' };
  };
  await sending(send, new Date(Date.now() + 1000));
  return sent;
}

type TenantsChoice = Readonly<{ language?: Locale | null; timeZone?: string }>;

/** The tenant chooses a language or a time zone. */
const choose = (tenantId: string, chosen: TenantsChoice) =>
  inTenant(orm, tenantId, (em) => em.nativeUpdate(ItsmSettingsEntity, { tenantId }, chosen));

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

describe('a mail that belongs to no ticket', () => {
  it('is tried again when it is due, and no earlier', async () => {
    const tenantId = await anAlert();
    await sending(async () => ({ kind: 'temporary', answer: 'Later' }));
    const { nextTryAt } = await rowOf(tenantId);
    await sending(async () => ({ kind: 'sent', answer: 'Too early' }));
    expect(await rowOf(tenantId)).toMatchObject({ state: 'retrying', attempts: 1, lastAnswer: 'Later' });
    await sending(async () => ({ kind: 'sent', answer: 'Taken' }), nextTryAt ?? undefined);
    expect(await rowOf(tenantId)).toMatchObject({ state: 'sent', attempts: 2, lastAnswer: 'Taken' });
  });

  it('that somebody else has taken meanwhile is theirs to record', async () => {
    const tenantId = await anAlert();
    const taken = { attempts: 2, state: 'sent', nextTryAt: null } as const;
    await sending(async () => {
      await inTenant(orm, tenantId, (em) => em.nativeUpdate(ServiceMailEntity, { tenantId }, taken));
      return { kind: 'permanent', answer: 'Too late to say so' };
    });
    expect(await rowOf(tenantId)).toMatchObject({ state: 'sent', attempts: 2, lastAnswer: null });
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

describe('the language and the time zone of a mail about an account (R41)', () => {
  /** Somebody is invited who may have chosen, to a tenant that may have. Gives the mail. */
  async function invitation(tenants: TenantsChoice, theirs: Partial<Chosen>): Promise<OutgoingMail | undefined> {
    const { id, people } = await createTenant(orm, { people: { alma: {} } });
    await choose(id, tenants);
    const invited = { id: randomUUID(), email: `ines@${id}.test`, name: 'Ines', groupIds: [] };
    await inTenant(orm, id, async (em) => {
      await inviteUser(em, id, invited, { by: people.alma.userId, now: new Date() });
      await em.nativeUpdate(UserEntity, { tenantId: id, id: invited.id }, theirs);
    });
    return (await sentMails())[0];
  }

  const german = /^[^]*hat Sie zu [^]*nur bis zum \d/;
  const english = /^[^]*has invited you to [^]*works once, until \d/;

  it.each<[TenantsChoice, Partial<Chosen>, RegExp]>([
    [{ language: 'en', timeZone: 'UTC' }, { language: 'de', timeZone: 'Asia/Kolkata' }, german],
    [{ language: 'de', timeZone: 'UTC' }, { language: 'en', timeZone: 'Asia/Kolkata' }, english],
    [{ language: 'de', timeZone: 'Asia/Kolkata' }, {}, german],
    [{ language: 'de', timeZone: 'Asia/Kolkata' }, { language: 'fr' }, german],
    [{ timeZone: 'Asia/Kolkata' }, { language: 'fr' }, english],
  ])('of a tenant with %j, to somebody with %j', async (tenants, theirs, words) => {
    const mail = await invitation(tenants, theirs);
    expect(mail?.text).toMatch(words);
    expect(mail?.text).toContain('GMT+5:30');
    expect(mail?.html).toContain(`<html lang="${words === german ? 'de' : 'en'}">`);
  });

  it('is English and UTC where nobody has chosen', async () => {
    const mail = await invitation({}, {});
    expect(mail?.text).toMatch(english);
    expect(mail?.text).toMatch(/until [^\n]* UTC\./);
  });

  it('is English for the platform team, whatever the tenant has chosen', async () => {
    await choose(await anAlert(), { language: 'de' });
    const [mail] = await sentMails();
    expect(mail?.subject).toContain('2 agents, the licence allows 1');
    expect(mail?.html).toContain('<html lang="en">');
  });
});

describe('a test mail of a tenant’s own words', () => {
  const own = { subject: 'Own {{ticket_number}}', html: '<p>Own {{reporter_name}}</p>', text: 'Own {{reporter_name}}' };
  const used = async (tenantId: string): Promise<number> =>
    (await inTenant(orm, tenantId, (em) => mailUse(em, tenantId, new Date()))).used;

  async function aTest(language: TemplateKey['language'] = '', words: OwnTemplate = own): Promise<string> {
    const { id } = await createTenant(orm, { people: {} });
    await inTenant(orm, id, async (em) => {
      await em.nativeUpdate(ItsmSettingsEntity, { tenantId: id }, { senderName: 'Own IT', replyTo: 'it@own.test' });
      const about = { event: 'ticket.created', audience: 'reporter', language } as const;
      const to = { userId: randomUUID(), name: 'Ada', address: 'ada@example.test' };
      await sendTestMail(em, id, { id: randomUUID(), about, own: words, to, now: new Date() });
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

  it('shows the template’s language, whatever the tenant’s is; one for any language shows the tenant’s', async () => {
    for (const [template, tenants, title, foot] of [
      ['de', 'en', 'Drucker brennt', 'E-Mails an diese Adresse'],
      ['en', 'de', 'Printer on fire', 'E-mails to this address'],
      ['', 'de', 'Drucker brennt', 'E-Mails an diese Adresse'],
      ['fr', null, 'Printer on fire', 'E-mails to this address'],
    ] as const) {
      const tenantId = await aTest(template, { ...own, text: '{{ticket_title}}' });
      await choose(tenantId, { language: tenants });
      await inTenant(orm, tenantId, (em) => em.nativeUpdate(ItsmSettingsEntity, { tenantId }, { replyTo: null }));
      const [mail] = await sentMails();
      expect([template, mail?.text.startsWith(title), mail?.text.includes(foot)]).toEqual([template, true, true]);
    }
  });

  it('gives its place in the quota back when it has failed, unless it may have arrived', async () => {
    const refused = await aTest();
    await sending(async () => ({ kind: 'permanent', answer: '550 No such mailbox' }));
    expect(await rowOf(refused)).toMatchObject({ state: 'failed', countedMonth: null });
    expect(await used(refused)).toBe(0);

    const cut = await aTest();
    await sending(async () => ({ kind: 'temporary', answer: 'Cut off', unknown: true }));
    const { nextTryAt } = await rowOf(cut);
    await sending(async () => ({ kind: 'permanent', answer: '550 No such mailbox' }), nextTryAt ?? undefined);
    expect(await rowOf(cut)).toMatchObject({ state: 'failed', outcomeUnknown: true });
    expect(await used(cut)).toBe(1);
  });
});
