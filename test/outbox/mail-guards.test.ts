import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { flags } from '../../src/domain/licence.ts';
import { loopGuard } from '../../src/domain/notices.ts';
import { hourlyLimits } from '../../src/domain/mail-guard.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import { MailTemplateEntity, type TemplateKey } from '../../src/settings/mail-templates/mail-template.ts';
import { ItsmSettingsEntity } from '../../src/settings/itsm-settings-row.ts';
import type { Locale } from '../../src/domain/locale.ts';
import type { Language } from '../../src/domain/languages.ts';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { eventually } from '../support/eventually.ts';
import { endedNotices, noticesOf } from '../support/notices.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());
beforeEach(async () => {
  tenant = await product.tenant({ queueAddress: 'queue@example.test' });
  product.mailbox.clear();
});

const create = async (): Promise<string> => (await product.gateway.create(creationBy(tenant))).ticketId;
const used = async () => (await inTenant(product.orm, tenant.id, (em) => mailUse(em, tenant.id, new Date()))).used;
const reply = (ticketId: string, body: string) =>
  product.gateway.send(tenant.id, ticketId, commandBy(tenant.agent, { kind: 'comment', visibility: 'external', body }));
const mailTo = (address: string) =>
  product.mailbox.waitFor(({ to }) => JSON.stringify(to).toLowerCase().includes(address.toLowerCase()));

describe('the guard against loops', () => {
  it(`lets ${loopGuard.mails} mails an hour through to one recipient of a ticket, and skips further ones uncounted`, async () => {
    const ticketId = await create();
    const more = 3;
    for (let n = 0; n < loopGuard.mails - 1 + more; n += 1) await reply(ticketId, `Message ${n}`);
    const notices = await endedNotices(product, tenant.id, 2 + loopGuard.mails - 1 + more);
    const toReporter = notices.filter(({ audience }) => audience === 'reporter');
    expect(toReporter.filter(({ state }) => state === 'sent')).toHaveLength(loopGuard.mails);
    const skipped = toReporter.filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ skipReason }) => skipReason)).toEqual(Array.from({ length: more }, () => 'too_many'));
    expect(skipped.map(({ eventSequence }) => eventSequence)).toEqual(
      toReporter.slice(-more).map(({ eventSequence }) => eventSequence),
    );
    expect(await used()).toBe(loopGuard.mails + 1);

    // What was sent longer ago than the window does not count, and other tickets never did.
    const before = new Date(Date.now() - (loopGuard.minutes + 1) * 60_000);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(NoticeEntity, { ticketId, state: 'sent' }, { sentAt: before }),
    );
    await reply(ticketId, 'An hour later');
    await create();
    const later = await endedNotices(product, tenant.id, notices.length + 3);
    expect(later.slice(-3).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });
});

const ofEnded = async (count: number) =>
  (await endedNotices(product, tenant.id, count)).map(({ state, skipReason }) => skipReason ?? state);
const most = hourlyLimits(60).byActor;

describe('the guard against floods', () => {
  const alerts = () => inTenant(product.orm, tenant.id, (em) => em.find(AlertEntity, { kind: 'mail_flood' }));

  it('alerts the platform team, then skips what one person brings about, and lets others’ mails through', async () => {
    tenant = await product.tenant({ queueAddress: 'queue@example.test', maxEmailsMonth: 60 });
    const ticketIds = [];
    for (let n = 0; n < most / 2 + 1; n += 1) ticketIds.push(await create());
    const outcomes = await ofEnded(most + 2);
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(most);
    expect(outcomes.filter((outcome) => outcome === 'too_many_by_actor')).toHaveLength(2);
    expect(await used()).toBe(most);
    expect(await alerts()).toMatchObject([{ quotaLimit: most, mostUsed: most + 1, closedAt: null }]);

    await reply(ticketIds[0] ?? '', 'An agent looks at it');
    expect((await ofEnded(most + 3)).at(-1)).toBe('sent');
  });

  it('counts on within a batch, and forgets what was sent an hour ago', async () => {
    tenant = await product.tenant({ queueAddress: 'queue@example.test', maxEmailsMonth: 60 });
    await Promise.all(Array.from({ length: most / 2 }, create));
    await ofEnded(most);
    const before = new Date(Date.now() - 61 * 60_000);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(NoticeEntity, { state: 'sent' }, { sentAt: before }),
    );
    await Promise.all(Array.from({ length: most / 2 + 1 }, create));
    const outcomes = (await ofEnded(2 * most + 2)).slice(most);
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(most);
  });
});

describe('what is still being sent', () => {
  it('counts as sent, whichever batch or worker has it in hand', async () => {
    tenant = await product.tenant({ queueAddress: 'queue@example.test', maxEmailsMonth: 60 });
    await Promise.all(Array.from({ length: most / 2 }, create));
    await ofEnded(most);
    const inHand = {
      state: 'waiting' as const,
      sentAt: null,
      nextTryAt: new Date(),
      leasedUntil: new Date(Date.now() + 60_000),
    };
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(NoticeEntity, { state: 'sent' }, inHand));
    await create();
    const later = await eventually(async () => {
      const found = (await noticesOf(product, tenant.id)).slice(most);
      return found.length === 2 && found.every(({ nextTryAt }) => nextTryAt == null) ? found : undefined;
    });
    expect(later.map(({ skipReason }) => skipReason)).toEqual(['too_many_by_actor', 'too_many_by_actor']);
  });
});

describe('a mail to the address that mails are sent from', () => {
  it('is not sent, and the ledger says why', async () => {
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, { queueAddress: 'ITSM@Uslimato.test' }),
    );
    await create();
    const notices = await endedNotices(product, tenant.id, 2);
    expect(notices.map(({ audience, state, skipReason }) => [audience, state, skipReason ?? null])).toEqual([
      ['reporter', 'sent', null],
      ['agents', 'skipped', 'own_address'],
    ]);
    expect(await used()).toBe(1);
  });
});

const created: TemplateKey = { event: 'ticket.created', audience: 'reporter', language: '' };
const words = (word: string): OwnTemplate => ({
  subject: `${word} {{ticket_number}}`,
  html: `<p>${word}: {{ticket_title}}</p>`,
  text: `${word}: {{ticket_title}}`,
});

/** What the tenant and its reporter choose. */
async function choose(tenants: Readonly<{ language: Locale | null }>, theirs: Language | null): Promise<void> {
  await inTenant(product.orm, tenant.id, async (em) => {
    await em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, tenants);
    await em.nativeUpdate(UserEntity, { tenantId: tenant.id, id: tenant.reporter.id }, { language: theirs });
  });
}

/** Stores a template as it is, unchecked. */
async function store(key: TemplateKey, version: number, own: OwnTemplate | null): Promise<void> {
  const { subject, html, text } = own ?? { subject: null, html: null, text: null };
  const row = { tenantId: tenant.id, ...key, version, subject, html, text, savedBy: tenant.agent.id };
  await inTenant(product.orm, tenant.id, (em) =>
    em.insert(MailTemplateEntity, { ...row, savedAt: new Date(), brokenAt: null, brokenWhy: null }),
  );
}

describe('a tenant’s own words (R17)', () => {
  it('are those of the recipient’s language, else those for any, else the built-in ones', async () => {
    await store(created, 1, words('Any'));
    await store({ ...created, language: 'de' }, 1, words('Deutsch'));
    await create();
    expect(await mailTo(tenant.addresses.reporter)).toMatchObject({ subject: 'Any TKT-000001' });

    product.mailbox.clear();
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { tenantId: tenant.id, id: tenant.reporter.id }, { language: 'de' }),
    );
    await create();
    const german = await mailTo(tenant.addresses.reporter);
    expect(german.subject).toBe('Deutsch TKT-000002');
    expect(german.text).toContain('Deutsch: The printer is on fire');
    expect(german.html).toContain('Deutsch: The printer is on fire</p>');
    expect(german.text).toContain('http://itsm.test/desk/TKT-000002');

    product.mailbox.clear();
    await choose({ language: 'de' }, null);
    await create();
    expect((await mailTo(tenant.addresses.reporter)).subject).toBe('Deutsch TKT-000003');

    product.mailbox.clear();
    await store({ ...created, language: 'de' }, 2, null);
    await store(created, 2, null);
    await create();
    expect((await mailTo(tenant.addresses.reporter)).subject).toBe('[TKT-000004] The printer is on fire');
  });

  it('are kept and not used while email_templates is off', async () => {
    tenant = await product.tenant({ flags: flags.filter((flag) => flag !== 'email_templates') });
    await store(created, 1, words('Own'));
    await create();
    expect((await mailTo(tenant.addresses.reporter)).subject).toBe('[TKT-000001] The printer is on fire');
    expect(await inTenant(product.orm, tenant.id, (em) => em.count(MailTemplateEntity, {}))).toBe(1);
  });

  it('that are broken in spite of all are replaced by the built-in ones, reported, and stop nothing', async () => {
    await store(created, 1, { ...words('Own'), html: '<p>{{gone}}</p>' });
    await create();
    expect((await mailTo(tenant.addresses.reporter)).subject).toBe('[TKT-000001] The printer is on fire');
    await endedNotices(product, tenant.id, 2);
    const [template] = await inTenant(product.orm, tenant.id, (em) => em.find(MailTemplateEntity, {}));
    expect(JSON.parse(template?.brokenWhy ?? '')).toMatchObject({
      key: 'refusal.template.placeholder_unknown',
      values: { line: 1, column: 4 },
    });
    expect(template?.brokenAt).toBeInstanceOf(Date);
    expect((await noticesOf(product, tenant.id)).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('are never another tenant’s', async () => {
    await store(created, 1, words('Mine'));
    tenant = await product.tenant();
    await create();
    expect((await mailTo(tenant.addresses.reporter)).subject).toBe('[TKT-000001] The printer is on fire');
  });

  it('come in the name and with the reply address that the tenant has set', async () => {
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(
        ItsmSettingsEntity,
        { tenantId: tenant.id },
        { senderName: 'IT of Zoë, "Inc"', replyTo: 'help@example.test' },
      ),
    );
    await create();
    const mail = await mailTo(tenant.addresses.reporter);
    expect(mail.from?.value).toEqual([{ name: 'IT of Zoë, "Inc"', address: 'itsm@uslimato.test' }]);
    expect(mail.replyTo?.value).toEqual([{ name: '', address: 'help@example.test' }]);
    // The agents' mail is not to arrive in the middle of the next test.
    await endedNotices(product, tenant.id, 2);
  });
});

describe('the language of a ticket’s mails (R41)', () => {
  const german = 'vielen Dank für Ihre Meldung';
  const english = 'Thank you for your report';
  const queueGerman = 'hat eine Störung gemeldet';
  const queueEnglish = 'has reported an incident';

  it.each<[Locale | null, Language | null, string, string]>([
    ['en', 'de', german, queueEnglish],
    ['de', 'en', english, queueGerman],
    ['de', null, german, queueGerman],
    ['de', 'fr', german, queueGerman],
    [null, 'fr', english, queueEnglish],
    [null, null, english, queueEnglish],
  ])('of the tenant is %s, of the reporter %s', async (tenants, theirs, toReporter, toQueue) => {
    await choose({ language: tenants }, theirs);
    await create();
    const mail = await mailTo(tenant.addresses.reporter);
    expect([mail.text, mail.html]).toEqual([expect.stringContaining(toReporter), expect.stringContaining(toReporter)]);
    const queue = await mailTo('queue@example.test');
    expect([queue.text, queue.html]).toEqual([expect.stringContaining(toQueue), expect.stringContaining(toQueue)]);
  });
});

describe('the mails of a ticket', () => {
  it('are one thread: each refers to the same root, and no more', async () => {
    const ticketId = await create();
    await reply(ticketId, 'One');
    await reply(ticketId, 'Two');
    await endedNotices(product, tenant.id, 4);
    const mails = product.mailbox.messages();
    expect(new Set(mails.map(({ references }) => [references].flat().join(' ')))).toEqual(
      new Set([`<${ticketId}@itsm.test>`]),
    );
    expect(new Set(mails.map(({ inReplyTo }) => inReplyTo))).toEqual(new Set([`<${ticketId}@itsm.test>`]));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(4);
    for (const mail of mails) {
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail.headers.get('x-auto-response-suppress')).toBe('All');
      expect(mail.text).toMatch(/\w/);
      expect(mail.html).toContain('</html>');
    }
  });
});
