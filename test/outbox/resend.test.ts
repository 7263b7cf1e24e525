import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { requestResend } from '../../src/outbox/request-resend.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import { eventually } from '../support/eventually.ts';
import { endedNotices, type Notice, noticesOf } from '../support/notices.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';
import { refusalOf } from '../support/refusals.ts';

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
afterEach(() => product.mailbox.refuse(undefined));

const refuseRecipients = () => product.mailbox.refuse((step) => (step.at === 'recipient' ? { code: 550 } : undefined));
const arrived = () => product.mailbox.messages().map(({ messageId }) => messageId?.slice(1).split('@')[0]);
const used = async () => (await inTenant(product.orm, tenant.id, (em) => mailUse(em, tenant.id, new Date()))).used;
const again = (notice: Pick<Notice, 'ticketId' | 'id'>, by = tenant.agent.id) =>
  inTenant(product.orm, tenant.id, (em) =>
    requestResend(em, { tenantId: tenant.id, ticketId: notice.ticketId, noticeId: notice.id, by, now: new Date() }),
  );
const one = (id: string) =>
  inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(NoticeEntity, { tenantId: tenant.id, id }));

/** A ticket whose two mails have failed; the one to the reporter. */
async function aFailedMail(): Promise<Notice> {
  refuseRecipients();
  const { ticketId } = await product.gateway.create(creationBy(tenant));
  await endedNotices(product, tenant.id, 2);
  product.mailbox.refuse(undefined);
  const failed = (await noticesOf(product, tenant.id, ticketId)).find(({ audience }) => audience === 'reporter');
  if (failed === undefined) throw new Error('A new ticket is told to its reporter');
  return failed;
}

describe('a mail that has failed (R20)', () => {
  it('is sent again by an agent’s wish, once however often it is wished, under the same Message-ID, and counts again', async () => {
    const failed = await aFailedMail();
    expect(failed).toMatchObject({ state: 'failed', attempts: 1 });
    expect(await used()).toBe(0);
    await Promise.all([again(failed), again(failed), again(failed, tenant.otherAgent.id)]);
    const sent = await eventually(async () => {
      const now = await one(failed.id);
      return now.state === 'sent' ? now : undefined;
    });
    expect(sent).toMatchObject({ attempts: 2, triesBefore: 1 });
    expect([tenant.agent.id, tenant.otherAgent.id]).toContain(sent.askedAgainBy);
    expect(arrived()).toEqual([failed.messageId]);
    expect(await used()).toBe(1);
    await again(failed);
    expect(await one(failed.id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('of a finished ticket is sent again too', async () => {
    const failed = await aFailedMail();
    await product.gateway.send(
      tenant.id,
      failed.ticketId,
      commandBy(tenant.agent, { kind: 'set_status', to: 'cancelled' }),
    );
    await endedNotices(product, tenant.id, 3);
    await again(failed);
    await eventually(async () => (await one(failed.id)).state === 'sent');
    expect(arrived()).toContain(failed.messageId);
  });

  it('is tried anew from its first pause on when the server turns it away for now', async () => {
    const failed = await aFailedMail();
    product.mailbox.refuse((step) => (step.at === 'recipient' ? { code: 451 } : undefined));
    await again(failed);
    const waiting = await eventually(async () => {
      const now = await one(failed.id);
      return now.state === 'retrying' ? now : undefined;
    });
    const pause = (waiting.nextTryAt?.getTime() ?? 0) - (waiting.askedAgainAt?.getTime() ?? 0);
    expect(pause).toBeGreaterThanOrEqual(60_000);
    expect(pause).toBeLessThan(120_000);
  });

  it('that was dropped or skipped is not sent later', async () => {
    const failed = await aFailedMail();
    for (const change of [
      { state: 'dropped' as const },
      { state: 'skipped' as const, skipReason: 'own_action' as const },
    ]) {
      await inTenant(product.orm, tenant.id, (em) =>
        em.nativeUpdate(NoticeEntity, { tenantId: tenant.id, id: failed.id }, change),
      );
      expect(await refusalOf(again(failed))).toBe('mail_not_failed');
    }
    expect(arrived()).toEqual([]);
  });

  it('of another ticket, another tenant, or of none is not found', async () => {
    const failed = await aFailedMail();
    const other = await product.gateway.create(creationBy(tenant));
    const stranger = await product.tenant();
    const strange = { tenantId: stranger.id, ticketId: failed.ticketId, noticeId: failed.id, by: stranger.agent.id };
    for (const asking of [
      again({ id: failed.id, ticketId: other.ticketId }),
      again({ id: randomUUID(), ticketId: failed.ticketId }),
      inTenant(product.orm, stranger.id, (em) => requestResend(em, { ...strange, now: new Date() })),
    ]) {
      expect(await refusalOf(asking)).toBe('not_found');
    }
    expect(await one(failed.id)).toMatchObject({ state: 'failed', attempts: 1 });
  });
});
