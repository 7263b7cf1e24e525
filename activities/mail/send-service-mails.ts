import { Context } from '@temporalio/activity';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { type ClaimedServiceMail, claimServiceMails, serviceMailDueAt } from '../../src/db/upkeep/service-mails.ts';
import { type AccountKey, accountToken } from '../../src/host/identity/account-token.ts';
import { AccountLinkEntity } from '../../src/host/identity/user.ts';
import { ServiceMailEntity } from '../../src/host/service-mail/service-mail.ts';
import { giveBackMail } from '../../src/host/licence/mail-quota.ts';
import { mailSender } from '../../src/settings/mail-sender.ts';
import { kindOf } from '../../src/mail/kinds.ts';
import type { MailRenderer } from '../../src/mail/render.ts';
import { sampleFacts } from '../../src/mail/sample-facts.ts';
import { leaseSeconds } from './claim-notices.ts';
import type { MailAddresses } from './mail-of-notice.ts';
import { stateAfter } from './state-after.ts';
import type { Delivery, Transport } from './transport.ts';

export type ServiceMailTools = Readonly<{
  orm: Orm;
  transport: Transport;
  renderer: MailRenderer;
  addresses: MailAddresses;
  accountKey: AccountKey;
  now: () => Date;
}>;

type TestMail = Extract<ClaimedServiceMail, { kind: 'template_test' }>;
type LinkOrAlert = Exclude<ClaimedServiceMail, TestMail>;

/** Few enough that their lease outlasts the slowest server, as in send-notices.ts. */
const atOnce = 5;

/** So many times per activity, which then takes 10 minutes at most (workflows/service-mail.ts gives it 15). */
const batches = 4;

/**
 * Sends the due mails that belong to no ticket, of all tenants, and records what became of each, one by one, so that a
 * crash repeats one mail at most. What an SMTP server says never fails the activity: it gives back when the next mail is
 * due. `at` is the workflow's time.
 */
export async function sendServiceMails(
  tools: ServiceMailTools,
  { at }: { at: string },
): Promise<{ dueAt: string | null }> {
  const clock = (): Date => new Date(Math.max(tools.now().getTime(), Date.parse(at)));
  for (let batch = 1; ; batch += 1) {
    const claimed = await claimServiceMails(tools.orm, { now: clock(), leaseSeconds, atMost: atOnce });
    for (const mail of claimed) {
      await record(tools.orm, mail, await deliver(tools, mail, clock()), clock());
      Context.current().heartbeat();
    }
    // The workflow begins anew with what is left, long before this activity would be given up for lost.
    const enough = claimed.length < atOnce || batch === batches || Context.current().cancellationSignal.aborted;
    if (enough) return { dueAt: await serviceMailDueAt(tools.orm) };
  }
}

async function deliver(tools: ServiceMailTools, mail: ClaimedServiceMail, now: Date): Promise<Delivery> {
  if (mail.kind === 'template_test') return deliverTest(tools, mail);
  const refusal = await refusalOfLink(tools.orm, mail, now);
  if (refusal !== null) return { kind: 'permanent', answer: refusal };
  const { subject, html, text } = await tools.renderer.renderServiceMail({
    ...mail,
    tenantName: mail.tenant_name,
    recipientName: mail.recipient_name,
    link: linkOf(tools, mail),
  });
  return tools.transport.send({ ...envelopeOf(tools, mail), senderName: null, replyTo: null, subject, html, text });
}

/** A tenant's words as they would be mailed, with a ticket that is none. */
async function deliverTest(tools: ServiceMailTools, mail: TestMail): Promise<Delivery> {
  const { event, audience, own } = mail.fact;
  const sender = await inTenant(tools.orm, mail.tenant_id, (em) => mailSender(em, mail.tenant_id));
  const about = { tenantName: mail.tenant_name, repliesAreRead: sender.replyTo !== null };
  const facts = { ...sampleFacts(kindOf(event, audience)), ...about };
  const { subject, html, text } = await tools.renderer.renderMail(facts, own);
  return tools.transport.send({ ...envelopeOf(tools, mail), ...sender, subject: `[Test] ${subject}`, html, text });
}

function envelopeOf({ addresses }: ServiceMailTools, mail: ClaimedServiceMail) {
  return {
    to: { name: mail.recipient_name, address: mail.recipient_address },
    messageId: `<service.${mail.id}@${addresses.messageIdDomain}>`,
    references: [],
  };
}

/** Why the mail's link is good for nothing any more, or null. */
async function refusalOfLink(orm: Orm, mail: LinkOrAlert, now: Date): Promise<string | null> {
  if (mail.kind === 'alert') return null;
  const key = { tenantId: mail.tenant_id, id: mail.fact.linkId };
  const link = await inTenant(orm, mail.tenant_id, (em) => em.findOne(AccountLinkEntity, key));
  if (link === null || link.spentAt != null) return 'The link was replaced by a newer one.';
  return link.expiresAt <= now ? 'The link had ended before the mail could be sent.' : null;
}

/** Where the mail's button leads. A token is made here and kept nowhere. */
function linkOf({ addresses, accountKey }: ServiceMailTools, mail: LinkOrAlert): string {
  return mail.kind === 'alert'
    ? `${addresses.publicUrl}/platform/tenants/${mail.tenant_id}`
    : `${addresses.publicUrl}/account/${accountToken(accountKey, mail.fact.linkId)}`;
}

async function record(orm: Orm, mail: ClaimedServiceMail, delivery: Delivery, now: Date): Promise<void> {
  await inTenant(orm, mail.tenant_id, async (em) => {
    // Only while the claim is still ours: whoever has taken the mail since then writes what becomes of it.
    const key = { tenantId: mail.tenant_id, id: mail.id };
    const become = stateAfter(delivery, { attempts: mail.attempts, since: mail.created_at }, now);
    const unknown = delivery.unknown ? { outcomeUnknown: true } : {};
    const claim = { ...key, attempts: mail.attempts };
    const written = await em.nativeUpdate(ServiceMailEntity, claim, { leasedUntil: null, ...become, ...unknown });
    if (written === 0 || become.state !== 'failed') return;
    const { countedMonth, outcomeUnknown } = await em.findOneOrFail(ServiceMailEntity, key, { refresh: true });
    if (countedMonth == null || outcomeUnknown) return;
    await em.nativeUpdate(ServiceMailEntity, key, { countedMonth: null });
    await giveBackMail(em, mail.tenant_id, countedMonth);
  });
}
