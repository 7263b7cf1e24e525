import { inTenant } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import type { AnswerKey } from '../../mail/answer-token.ts';
import type { MailRenderer } from '../../mail/render.ts';
import { reportBroken } from '../../settings/mail-templates/template-for.ts';
import type { MailAddresses } from '../addresses.ts';
import type { OutboxKind, ReadyItem } from '../item.ts';
import { rendering } from '../rendering.ts';
import { settle } from '../settle.ts';
import { claimNotices, type ClaimedNotice } from './claim.ts';
import { mailFactsOf, mailOf } from './mail-of-notice.ts';
import { readNoticeFacts } from './notice-facts.ts';
import { recordVerdicts } from './record-verdicts.ts';
import { verdictOn } from './verdict.ts';

export type NoticeTools = Readonly<{
  orm: Orm;
  renderer: MailRenderer;
  addresses: MailAddresses;
  answerKey: AnswerKey;
  /** The address that mails are sent from, in its normal form. */
  sender: string;
}>;

/** Notifications about tickets (R16): judged and counted in one transaction, then rendered. */
export function noticesKind(tools: NoticeTools): OutboxKind<ClaimedNotice> {
  return {
    table: 'notice',
    claim: (limits) => claimNotices(tools.orm, limits),
    prepare: (tenantId, notices, now) => prepare(tools, { tenantId, now }, notices),
  };
}

async function prepare(
  tools: NoticeTools,
  of: Readonly<{ tenantId: string; now: Date }>,
  notices: readonly ClaimedNotice[],
): Promise<ReadyItem[]> {
  const { orm, renderer, addresses, sender } = tools;
  const { facts, toSend } = await inTenant(orm, of.tenantId, async (em) => {
    const read = await readNoticeFacts(em, of, notices);
    const verdicts = notices.map((notice) => verdictOn(notice, read, sender, of.now));
    return { facts: read, toSend: await recordVerdicts(orm, em, of, verdicts, read) };
  });
  const outcomes = await renderer.renderMails(
    toSend.map((addressed) => ({
      kind: 'ticket',
      facts: mailFactsOf(tools, addressed, facts),
      own: facts.own.get(addressed.notice.id)?.own ?? null,
    })),
  );
  const { rendered, failed } = rendering('notice', toSend, ({ notice }) => notice, outcomes);
  if (failed.length > 0) await settle(orm, failed, of.now);
  for (const [{ notice }, { fault }] of rendered) {
    const own = facts.own.get(notice.id);
    if (fault === null || own === undefined) continue;
    await inTenant(orm, of.tenantId, (em) => reportBroken(em, of.tenantId, own, { why: fault, at: of.now }));
  }
  return rendered.map(([addressed, mail]) => ({
    table: 'notice',
    claim: addressed.notice,
    mail: mailOf(addresses, addressed, facts, mail),
  }));
}
