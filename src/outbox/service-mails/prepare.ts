import { inTenant, type TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { type AccountKey, accountToken } from '../../host/identity/account-token.ts';
import { AccountLinkEntity } from '../../host/identity/user.ts';
import type { MailReader } from '../../mail/facts.ts';
import type { MailOrder, MailRenderer } from '../../mail/render.ts';
import {
  type Chosen,
  mailReader,
  mailSettings,
  type MailSender,
  type MailSettings,
} from '../../settings/mail-settings.ts';
import { sampleMail } from '../../settings/mail-templates/sample-mail.ts';
import type { MailAddresses } from '../addresses.ts';
import { idsOf } from '../ids-of.ts';
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
type Facts = Readonly<{
  tenantName: string;
  settings: MailSettings;
  /** What the people whom the mails are about have chosen, by the mails' ids. */
  chosen: ReadonlyMap<string, Chosen>;
  useless: ReadonlyMap<string, string>;
}>;

const platform: MailSender = { senderName: null, replyTo: null };
/** The platform team belongs to no tenant, and is written to in English. */
const platformTeam: MailReader = { locale: 'en', timeZone: 'UTC' };

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
      ...(claim.kind === 'template_test' ? facts.settings.sender : platform),
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
  const rows = await em.execute<(Chosen & { id: string; tenantName: string })[]>(
    `select m.id, t.name as "tenantName", u.language, u.time_zone as "timeZone"
     from service_mail m join tenant t on t.id = m.tenant_id
     left join app_user u on u.tenant_id = m.tenant_id and u.id = m.about_id
     where m.tenant_id = ? and m.id = any(?::uuid[])`,
    [tenantId, idsOf(mails.map(({ id }) => id))],
  );
  const useless = new Map<string, string>();
  for (const mail of mails) {
    if (!('linkId' in mail.fact)) continue;
    const link = await em.findOne(AccountLinkEntity, { tenantId, id: mail.fact.linkId });
    if (link === null || link.spentAt != null)
      useless.set(mail.id, 'The link was withdrawn, or replaced by a newer one.');
    else if (link.expiresAt <= now) useless.set(mail.id, 'The link expired before the e-mail could be sent.');
  }
  return {
    tenantName: rows[0]?.tenantName ?? '',
    settings: await mailSettings(em, tenantId),
    chosen: new Map(rows.map(({ id, language, timeZone }) => [id, { language, timeZone }])),
    useless,
  };
}

/**
 * What is to be rendered. A test shows a tenant's own template as it would be sent, about a ticket that does not exist.
 */
function orderOf(tools: ServiceMailTools, mail: ClaimedServiceMail, facts: Facts): MailOrder {
  const { tenantName, settings, chosen } = facts;
  if (mail.kind === 'template_test') {
    return { kind: 'ticket', facts: sampleMail(mail.fact, { tenantName, settings }), own: mail.fact.own };
  }
  const reader = mail.kind === 'alert' ? platformTeam : mailReader(chosen.get(mail.id), settings);
  return { kind: 'service', facts: { ...mail, ...reader, tenantName, link: linkOf(tools, mail) } };
}

/** The target of the mail's button. A token is created here and stored nowhere. */
function linkOf({ addresses, accountKey }: ServiceMailTools, mail: LinkOrAlert): string {
  if ('linkId' in mail.fact) return `${addresses.publicUrl}/account/${accountToken(accountKey, mail.fact.linkId)}`;
  if (mail.kind === 'alert') return `${addresses.publicUrl}/platform/tenants/${mail.tenantId}`;
  return `${addresses.publicUrl}/${mail.kind === 'key_created' ? 'me/keys' : 'sign-in'}`;
}
