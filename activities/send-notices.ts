import { Context } from '@temporalio/activity';
import type { Orm } from '../src/db/orm.ts';
import { inTenant } from '../src/db/in-tenant.ts';
import { NoticeEntity, TicketEntity } from '../src/db/ticket-entities.ts';
import type { Licence } from '../src/domain/licence.ts';
import { hasFlag, isLicensed } from '../src/domain/licence.ts';
import type { SkipReason } from '../src/domain/notices.ts';
import { nextTryAt } from '../src/domain/retry.ts';
import { readLicence } from '../src/host/licence/read-licence.ts';
import type { MailRenderer } from '../src/mail/render.ts';
import { claimNotices, type ClaimedNotice } from './claim-notices.ts';
import { mailDueAt } from './due-notices.ts';
import { type MailAddresses, mailOf } from './mail-of-notice.ts';
import type { Delivery, Transport } from './transport.ts';

/** Which ticket's mail to send. `at` is the workflow's time, `knownVersion` the version that the workflow has applied. */
export type SendRequest = Readonly<{ tenantId: string; ticketId: string; at: string; knownVersion: number }>;

export type NoticeTools = Readonly<{
  orm: Orm;
  transport: Transport;
  renderer: MailRenderer;
  addresses: MailAddresses;
  now: () => Date;
}>;

/** Few enough that their lease outlasts the slowest server: a delivery ends after 30 s (src/main/worker.ts). */
const atOnce = 5;

/**
 * Sends the ticket's due notices and records what became of each (R20), one by one, so that a crash repeats one mail at
 * most. What an SMTP server says never fails the activity: it gives back when the next notice is due, and the workflow
 * waits. The flag and licence count as they are now, not as they were when the event happened.
 */
export async function sendNotices(tools: NoticeTools, request: SendRequest): Promise<{ mailDueAt: string | null }> {
  for (;;) {
    const now = later(tools.now(), new Date(request.at));
    const { claimed, licence, due } = await inTenant(tools.orm, request.tenantId, async (em) => {
      // The workflow has everything up to this version: the refresh schedule need not remind it.
      await em.nativeUpdate(
        TicketEntity,
        { tenantId: request.tenantId, id: request.ticketId, confirmedVersion: { $lt: request.knownVersion } },
        { confirmedVersion: request.knownVersion },
      );
      const taken = await claimNotices(em, { ...request, now, atMost: atOnce });
      return {
        claimed: taken,
        licence: taken.length === 0 ? null : await readLicence(em, request.tenantId),
        due: taken.length === 0 ? await mailDueAt(em, request) : null,
      };
    });
    if (claimed.length === 0) return { mailDueAt: due };
    for (const notice of claimed) {
      const outcome = await deliver(tools, notice, licence, now);
      await record(tools.orm, request.tenantId, notice, outcome, now);
      Context.current().heartbeat();
    }
  }
}

type Outcome = Delivery | Readonly<{ kind: 'skipped'; reason: SkipReason }>;

async function deliver(
  tools: NoticeTools,
  notice: ClaimedNotice,
  licence: Licence | null,
  now: Date,
): Promise<Outcome> {
  if (!isLicensed(licence, now)) return { kind: 'skipped', reason: 'not_licensed' };
  if (!hasFlag(licence, 'email_notifications', now)) return { kind: 'skipped', reason: 'flag_off' };
  if (notice.recipient_active === false) return { kind: 'skipped', reason: 'inactive_user' };
  const portal = notice.audience === 'reporter' ? 'end_user_portal' : 'agent_portal';
  const mail = mailOf(notice, tools.renderer, tools.addresses, hasFlag(licence, portal, now));
  return mail === null ? { kind: 'skipped', reason: 'no_recipient' } : tools.transport.send(mail);
}

async function record(orm: Orm, tenantId: string, notice: ClaimedNotice, outcome: Outcome, now: Date): Promise<void> {
  await inTenant(orm, tenantId, async (em) => {
    await em.nativeUpdate(
      NoticeEntity,
      { tenantId, id: notice.id },
      { leasedUntil: null, ...become(notice, outcome, now) },
    );
  });
}

function become(notice: ClaimedNotice, outcome: Outcome, now: Date) {
  switch (outcome.kind) {
    case 'skipped':
      return { state: 'skipped' as const, skipReason: outcome.reason, nextTryAt: null };
    case 'sent':
      return { state: 'sent' as const, sentAt: now, lastAnswer: outcome.answer, nextTryAt: null };
    case 'permanent':
      return { state: 'failed' as const, lastAnswer: outcome.answer, nextTryAt: null };
    case 'temporary': {
      const next = nextTryAt(new Date(notice.created_at).getTime(), notice.attempts, now.getTime());
      return next === null
        ? { state: 'failed' as const, lastAnswer: outcome.answer, nextTryAt: null }
        : { state: 'retrying' as const, lastAnswer: outcome.answer, nextTryAt: new Date(next) };
    }
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
