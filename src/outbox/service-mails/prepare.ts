import { inTenant, type TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { type AccountKey, accountToken } from '../../host/identity/account-token.ts';
import { AccountLinkEntity } from '../../host/identity/user.ts';
import { TenantEntity } from '../../host/tenants/tenant.ts';
import { kindOf } from '../../mail/kinds.ts';
import type { MailOrder, MailRenderer } from '../../mail/render.ts';
import { sampleFacts } from '../../mail/sample-facts.ts';
import { mailSender, type MailSender } from '../../settings/mail-sender.ts';
import type { MailAddresses } from '../addresses.ts';
import type { OutboxKind, ReadyItem } from '../item.ts';
import { rendering } from '../rendering.ts';
import { settle, type Settlement } from '../settle.ts';
import { type ClaimedServiceMail, claimServiceMails } from './claim.ts';

export type ServiceMailTools = Readonly<{
  orm: Orm;
  renderer: MailRenderer;
  addresses: MailAddresses;
  accountKey: AccountKey;
}>;

type LinkOrAlert = Exclude<ClaimedServiceMail, { kind: 'template_test' }>;
type Facts = Readonly<{ tenantName: string; sender: MailSender; useless: ReadonlyMap<string, string> }>;

const platform: MailSender = { senderName: null, replyTo: null };

/**
 * Mails that belong to no ticket: invitations, notices about an account, alerts to the platform team, tests of a
 * tenant's own template.
 */
export function serviceMailsKind(tools: ServiceMailTools): OutboxKind<ClaimedServiceMail> {
  return {
    table: 'service_mail',
    claim: (limits) => claimServiceMails(tools.orm, limits),
    prepare: (tenantId, mails, now) => prepare(tools, tenantId, mails, now),
  };
}

async function prepare(
  tools: ServiceMailTools,
  tenantId: string,
  mails: readonly ClaimedServiceMail[],
  now: Date,
): Promise<ReadyItem[]> {
  const facts = await inTenant(tools.orm, tenantId, (em) => readFacts(em, tenantId, mails, now));
  const useless = mails.flatMap((claim): Settlement[] => {
    const answer = facts.useless.get(claim.id);
    return answer === undefined ? [] : [{ table: 'service_mail', claim, delivery: { kind: 'permanent', answer } }];
  });
  if (useless.length > 0) await settle(tools.orm, useless, now);
  const toSend = mails.filter(({ id }) => !facts.useless.has(id));
  const outcomes = await tools.renderer.renderMails(toSend.map((mail) => orderOf(tools, mail, facts)));
  const { rendered, failed } = rendering('service_mail', toSend, (claim) => claim, outcomes);
  if (failed.length > 0) await settle(tools.orm, failed, now);
  return rendered.map(([claim, { subject, html, text }]) => ({
    table: 'service_mail',
    claim,
    mail: {
      to: { name: claim.recipientName, address: claim.recipientAddress },
      messageId: `<service.${claim.id}@${tools.addresses.messageIdDomain}>`,
      references: [],
      ...(claim.kind === 'template_test' ? facts.sender : platform),
      subject: claim.kind === 'template_test' ? `[Test] ${subject}` : subject,
      html,
      text,
    },
  }));
}

async function readFacts(
  em: TenantEm,
  tenantId: string,
  mails: readonly ClaimedServiceMail[],
  now: Date,
): Promise<Facts> {
  const { name } = await em.findOneOrFail(TenantEntity, { id: tenantId });
  const useless = new Map<string, string>();
  for (const mail of mails) {
    if (!('linkId' in mail.fact)) continue;
    const link = await em.findOne(AccountLinkEntity, { tenantId, id: mail.fact.linkId });
    if (link === null || link.spentAt != null)
      useless.set(mail.id, 'The link was withdrawn, or replaced by a newer one.');
    else if (link.expiresAt <= now) useless.set(mail.id, 'The link expired before the e-mail could be sent.');
  }
  return { tenantName: name, sender: await mailSender(em, tenantId), useless };
}

/**
 * What is to be rendered. A test shows a tenant's own template as it would be sent, about a ticket that does not exist.
 */
function orderOf(tools: ServiceMailTools, mail: ClaimedServiceMail, { tenantName, sender }: Facts): MailOrder {
  if (mail.kind !== 'template_test') {
    return { kind: 'service', facts: { ...mail, tenantName, link: linkOf(tools, mail) } };
  }
  const { event, audience, own } = mail.fact;
  const about = { tenantName, repliesAreRead: sender.replyTo !== null };
  return { kind: 'ticket', facts: { ...sampleFacts(kindOf(event, audience)), ...about }, own };
}

/** The target of the mail's button. A token is created here and stored nowhere. */
function linkOf({ addresses, accountKey }: ServiceMailTools, mail: LinkOrAlert): string {
  if ('linkId' in mail.fact) return `${addresses.publicUrl}/account/${accountToken(accountKey, mail.fact.linkId)}`;
  if (mail.kind === 'alert') return `${addresses.publicUrl}/platform/tenants/${mail.tenantId}`;
  return `${addresses.publicUrl}/${mail.kind === 'key_created' ? 'me/keys' : 'sign-in'}`;
}
