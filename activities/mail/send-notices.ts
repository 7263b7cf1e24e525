import { Context } from '@temporalio/activity';
import type { Orm } from '../../src/db/orm.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { isLicensed, mayHappen } from '../../src/domain/licence.ts';
import { loopGuard, type SkipReason } from '../../src/domain/notices.ts';
import { reportBroken } from '../../src/settings/mail-templates/template-for.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import { claimNotices, type ClaimedNotice } from './claim-notices.ts';
import { countMail, giveBack, type Uncounted } from './count-mail.ts';
import { mailDueAt } from './due-notices.ts';
import { type MailFacts, readMailFacts, recipientOf } from './mail-facts.ts';
import { mailOf, type MailOfNotice, type MailTools } from './mail-of-notice.ts';
import { stateAfter } from './state-after.ts';
import type { Delivery, Transport } from './transport.ts';

/** Which ticket's mail to send. `at` is the workflow's time, `knownVersion` the version that the workflow has applied. */
export type SendRequest = Readonly<{ tenantId: string; ticketId: string; at: string; knownVersion: number }>;

export type NoticeTools = MailTools &
  Readonly<{
    orm: Orm;
    transport: Transport;
    now: () => Date;
    operations: Operations;
  }>;

/** Few enough that their lease outlasts the slowest server: a delivery ends after 30 s (src/main/worker.ts). */
const atOnce = 5;

/** So many times per activity, which then takes 10 minutes at most (workflows/ticket-run.ts gives it 15). */
const batches = 4;

/**
 * Sends the ticket's due notices and records what became of each (R20), one by one, so that a crash repeats one mail at
 * most. What an SMTP server says never fails the activity: it gives back when the next notice is due, and the workflow
 * waits. The flag and licence count as they are now, not as they were when the event happened.
 */
export async function sendNotices(tools: NoticeTools, request: SendRequest): Promise<{ mailDueAt: string | null }> {
  const clock = (): Date => later(tools.now(), new Date(request.at));
  for (let batch = 1; ; batch += 1) {
    const { sent, mailDueAt: due } = await sendSome(tools, request, clock);
    const done = sent === 0 || due === null || new Date(due) > clock();
    // The workflow begins anew with what is left, long before this activity would be given up for lost.
    if (done || batch === batches || Context.current().cancellationSignal.aborted) return { mailDueAt: due };
  }
}

/** Sends the oldest due notices and gives the time at which the next is due, if there is one. */
async function sendSome(
  tools: NoticeTools,
  request: SendRequest,
  clock: () => Date,
): Promise<{ sent: number; mailDueAt: string | null }> {
  const { claimed, facts, due } = await inTenant(tools.orm, request.tenantId, async (em) => {
    // The workflow has everything up to this version: the refresh schedule need not remind it.
    await em.nativeUpdate(
      TicketEntity,
      { tenantId: request.tenantId, id: request.ticketId, confirmedVersion: { $lt: request.knownVersion } },
      { confirmedVersion: request.knownVersion },
    );
    const now = clock();
    const taken = await claimNotices(em, { ...request, now, atMost: atOnce });
    return taken.length === 0
      ? { claimed: taken, facts: null, due: await mailDueAt(em, request) }
      : { claimed: taken, facts: await readMailFacts(em, { ...request, now }, taken), due: null };
  });
  let next = due;
  for (const notice of claimed) {
    if (facts === null) break;
    const outcome = await countAndDeliver(tools, request, notice, facts, clock());
    next = await record(tools.orm, request, notice, outcome, clock());
    Context.current().heartbeat();
  }
  return { sent: claimed.length, mailDueAt: next };
}

type Outcome = Delivery | Uncounted | Readonly<{ kind: 'skipped'; reason: SkipReason }>;

/** Nothing is sent that is not counted before (R19). What was counted for an earlier attempt is not counted again. */
async function countAndDeliver(
  tools: NoticeTools,
  { tenantId, ticketId }: SendRequest,
  notice: ClaimedNotice,
  facts: MailFacts,
  now: Date,
): Promise<Outcome> {
  const ready = await mailToSend(tools, { tenantId, ticketId }, notice, facts, now);
  if ('kind' in ready) return ready;
  const uncounted = notice.counted_month === null ? await countMail(tools, tenantId, notice, now) : null;
  if (uncounted !== null) return uncounted;
  const own = facts.own.get(notice.id);
  if (ready.fault !== null && own !== undefined) {
    const fault = { why: ready.fault, at: now };
    await inTenant(tools.orm, tenantId, (em) => reportBroken(em, tenantId, own, fault));
  }
  const delivery = await tools.transport.send(ready.mail);
  const recipient = recipientOf(notice);
  if (delivery.kind === 'sent') facts.sentLately.set(recipient, (facts.sentLately.get(recipient) ?? 0) + 1);
  return delivery;
}

/** The mail of the notice, or why there is none to be sent. */
async function mailToSend(
  tools: NoticeTools,
  of: { tenantId: string; ticketId: string },
  notice: ClaimedNotice,
  facts: MailFacts,
  now: Date,
): Promise<MailOfNotice | Extract<Outcome, { kind: 'skipped' }>> {
  const skipped = (reason: SkipReason) => ({ kind: 'skipped', reason }) as const;
  const { licence } = facts;
  if (!isLicensed(licence, now)) return skipped('not_licensed');
  if (!mayHappen(licence, 'mail', now)) return skipped('flag_off');
  const recipient = facts.people.get(notice.recipient_id ?? '');
  if (recipient?.active === false) return skipped('inactive_user');
  const link = notice.audience === 'reporter' ? 'link_to_desk' : 'link_to_queue';
  const ready = await mailOf(tools, of, notice, facts, mayHappen(licence, link, now));
  if (ready === null) return skipped('no_recipient');
  // A mail to ourselves would be answered by nobody, or by a machine that we would answer in turn.
  if (ready.mail.to.address.toLowerCase() === tools.transport.sender) return skipped('own_address');
  // What is counted has been tried already, and may have arrived.
  const isNew = notice.counted_month === null;
  if (isNew && (facts.sentLately.get(recipientOf(notice)) ?? 0) >= loopGuard.mails) return skipped('too_many');
  return ready;
}

/** Writes down what became of the notice, and gives the time at which the ticket's next one is due. */
async function record(
  orm: Orm,
  of: { tenantId: string; ticketId: string },
  notice: ClaimedNotice,
  outcome: Outcome,
  now: Date,
): Promise<string | null> {
  return inTenant(orm, of.tenantId, async (em) => {
    const become = becomes(notice, outcome, now);
    if (become === null) return mailDueAt(em, of);
    const change = { leasedUntil: null, ...become };
    // Only while the claim is still ours: whoever has taken the notice since then writes what becomes of it.
    const claim = { tenantId: of.tenantId, id: notice.id, attempts: notice.attempts };
    const written = await em.nativeUpdate(NoticeEntity, claim, change);
    if (written > 0 && (change.state === 'failed' || change.state === 'skipped'))
      await giveBack(em, of.tenantId, notice, outcome);
    return mailDueAt(em, of);
  });
}

/** What the notice's row becomes by the outcome; null where that is written down already, or another's to write. */
function becomes(notice: ClaimedNotice, outcome: Outcome, now: Date) {
  switch (outcome.kind) {
    case 'skipped':
      return { state: 'skipped' as const, skipReason: outcome.reason, nextTryAt: null };
    case 'used_up':
    case 'taken':
      return null;
    default: {
      const unknown = outcome.unknown ? { outcomeUnknown: true } : {};
      const tried = { attempts: notice.attempts - notice.tries_before, since: notice.tried_since };
      return { ...stateAfter(outcome, tried, now), ...unknown };
    }
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
