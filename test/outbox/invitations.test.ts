import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import type { ParsedMail } from 'mailparser';
import pg from 'pg';
import { inTenant } from '../../src/db/in-tenant.ts';
import { accountKeyFrom, linkIdIn } from '../../src/host/identity/account-token.ts';
import { inviteUser, sendLinkAgain } from '../../src/host/identity/people.ts';
import { AccountLinkEntity } from '../../src/host/identity/user.ts';
import { ServiceMailEntity } from '../../src/host/service-mail/service-mail.ts';
import { outboxes, outboxWorkflowId } from '../../src/temporal/names.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, startProduct, type TestTenant, testSecret } from '../support/product.ts';
import { testServers } from '../support/servers.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
});

beforeEach(async () => {
  product.mailbox.clear();
  product.mailbox.refuse(undefined);
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const acting = () => ({ by: tenant.agent.id, now: new Date() });

/** Somebody is invited. Gives the invited person's id. */
async function invited(email = `ines@${tenant.id}.test`): Promise<string> {
  const id = randomUUID();
  await inTenant(product.orm, tenant.id, (em) =>
    inviteUser(em, tenant.id, { id, email, name: 'Ines Invited', groupIds: [] }, acting()),
  );
  return id;
}

const rows = () =>
  inTenant(product.orm, tenant.id, (em) => em.find(ServiceMailEntity, {}, { orderBy: { createdAt: 'asc' } }));

/** Waits until no mail is left to be sent. */
async function sent(): Promise<void> {
  await eventually(async () => (await rows()).every(({ nextTryAt }) => nextTryAt == null));
}

/** The server turns mails away, until the first mail waits for its next attempt. */
async function turnedAway(code: number, invite: () => Promise<unknown> = () => invited()): Promise<void> {
  product.mailbox.refuse(({ at }) => (at === 'data' ? { code } : undefined));
  await invite();
  await eventually(async () => (await rows())[0]?.state === 'retrying');
  product.mailbox.refuse(undefined);
}

const makeDue = () =>
  inTenant(product.orm, tenant.id, (em) =>
    em.nativeUpdate(ServiceMailEntity, { nextTryAt: { $ne: null } }, { nextTryAt: new Date(0) }),
  );

/** The token in the mail's link. */
function tokenIn(mail: ParsedMail | undefined): string {
  return /http:\/\/itsm\.test\/account\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? 'none';
}

const linkOf = (token: string) => linkIdIn(accountKeyFrom(testSecret), token);

describe('an invitation', () => {
  it('is mailed once, with a link that is good', async () => {
    const userId = await invited();
    await sent();
    const [mail, ...more] = product.mailbox.messages();
    expect(more).toEqual([]);
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'sent', attempts: 1, leasedUntil: null, nextTryAt: null });
    expect(mail?.subject).toMatch(/^Ada Agent has invited you to Tenant t-/);
    expect(mail?.messageId).toBe(`<service.${row?.id}@itsm.test>`);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.headers.has('in-reply-to')).toBe(false);
    const links = await inTenant(product.orm, tenant.id, (em) => em.find(AccountLinkEntity, { userId }));
    expect(links.map((link) => link.id)).toEqual([linkOf(tokenIn(mail))]);
  });

  it('has a token that stands in no history and in no table', async () => {
    await turnedAway(451);
    await makeDue();
    await sent();
    const token = tokenIn(product.mailbox.messages()[0]);
    expect(linkOf(token)).not.toBeNull();
    const [, signature = ''] = token.split('.');

    const history = proto.temporal.api.history.v1.History;
    for (let number = 0; number < outboxes; number += 1) {
      const outbox = product.client.workflow.getHandle(outboxWorkflowId(product.taskQueue, number));
      const bytes = Buffer.from(history.encode(await outbox.fetchHistory()).finish());
      expect(bytes.includes('deliverOutbox')).toBe(true);
      expect(bytes.includes(signature)).toBe(false);
    }

    const admin = new pg.Client({
      connectionString: Object.assign(new URL(testServers().adminUrl), {
        pathname: new URL(product.databaseUrl).pathname,
      }).href,
    });
    await admin.connect();
    const tables = await admin.query<{ name: string }>(
      `select format('%I', relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    let rowsSeen = 0;
    for (const { name } of tables.rows) {
      const { rows: found } = await admin.query<{ n: number; hits: number }>(
        `select count(*)::int as n, count(*) filter (where strpos(t::text, $1) > 0)::int as hits from ${name} t`,
        [signature],
      );
      expect({ name, hits: found[0]?.hits }).toEqual({ name, hits: 0 });
      rowsSeen += found[0]?.n ?? 0;
    }
    await admin.end();
    expect(rowsSeen).toBeGreaterThan(10);
  });
});

describe('a mail server that turns a mail away', () => {
  it('for now is asked again, with the same Message-ID', async () => {
    await turnedAway(451);
    const [waiting] = await rows();
    expect(waiting).toMatchObject({ state: 'retrying', attempts: 1, leasedUntil: null });
    expect(waiting?.lastAnswer).toContain('Try again later');
    const pause = (waiting?.nextTryAt?.getTime() ?? 0) - Date.now();
    expect(pause).toBeGreaterThan(30_000);
    expect(pause).toBeLessThan(61_000);
    await makeDue();
    await sent();
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }]);
    expect(product.mailbox.messages().map((mail) => mail.messageId)).toEqual([`<service.${waiting?.id}@itsm.test>`]);
  });

  it('for ever is believed, and the others are mailed', async () => {
    product.mailbox.refuse((step) =>
      step.at === 'recipient' && step.recipient.startsWith('gone') ? { code: 550 } : undefined,
    );
    await invited(`gone@${tenant.id}.test`);
    await invited(`here@${tenant.id}.test`);
    await sent();
    expect(await rows()).toMatchObject([{ state: 'failed', nextTryAt: null }, { state: 'sent' }]);
    expect((await rows())[0]?.lastAnswer).toContain('No such mailbox');
  });

  it('for more than four days is given up', async () => {
    await turnedAway(451);
    const longAgo = new Date(Date.now() - 4 * 24 * 3_600_000);
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(ServiceMailEntity, {}, { createdAt: longAgo }));
    product.mailbox.refuse(() => ({ code: 451 }));
    await makeDue();
    await sent();
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 2, nextTryAt: null }]);
  });
});

describe('a link', () => {
  it('that was replaced meanwhile is not mailed any more, the new one is', async () => {
    let userId = '';
    await turnedAway(451, async () => (userId = await invited()));
    await inTenant(product.orm, tenant.id, (em) => sendLinkAgain(em, tenant.id, userId, acting()));
    await makeDue();
    await sent();
    expect(await rows()).toMatchObject([
      { state: 'failed', lastAnswer: 'The link was withdrawn, or replaced by a newer one.' },
      { state: 'sent' },
    ]);
    const mails = product.mailbox.messages();
    expect(mails.length).toBe(1);
    const link = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(AccountLinkEntity, { spentAt: null }));
    expect(linkOf(tokenIn(mails[0]))).toBe(link.id);
  });

  it('that has ended meanwhile is not mailed any more', async () => {
    await turnedAway(451);
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(AccountLinkEntity, {}, { expiresAt: new Date() }));
    await makeDue();
    await sent();
    expect(await rows()).toMatchObject([{ state: 'failed' }]);
    expect(product.mailbox.messages()).toEqual([]);
  });

  it('for a new password is mailed to who is active', async () => {
    await inTenant(product.orm, tenant.id, (em) => sendLinkAgain(em, tenant.id, tenant.reporter.id, acting()));
    await sent();
    const [mail] = product.mailbox.messages();
    expect(mail?.subject).toMatch(/^Set a new password for Tenant t-/);
    expect(mail?.to).toMatchObject({ value: [{ name: 'Rita Reporter', address: tenant.addresses.reporter }] });
    expect(linkOf(tokenIn(mail))).not.toBeNull();
  });
});

describe('mails of several tenants', () => {
  it('are all sent, more than one batch holds', async () => {
    const others = [tenant, await product.tenant(), await product.tenant()];
    for (const { id, agent } of others) {
      for (let place = 0; place < 10; place += 1) {
        const user = { id: randomUUID(), email: `p${place}@${id}.test`, name: 'Ines Invited', groupIds: [] };
        await inTenant(product.orm, id, (em) => inviteUser(em, id, user, { by: agent.id, now: new Date() }));
      }
    }
    await eventually(() => product.mailbox.messages().length >= 30);
    for (tenant of others) await sent();
    const ids = product.mailbox.messages().map((mail) => mail.messageId);
    expect([new Set(ids).size, ids.length]).toEqual([30, 30]);
  });
});
