import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import type { Refusal } from '../../src/domain/refusal.ts';

/** Which mail of a ticket an agent (`by`, a user's id) wants to be sent again. `at`: the workflow's time, ISO 8601. */
export type AgainRequest = Readonly<{ tenantId: string; ticketId: string; noticeId: string; by: string; at: string }>;

/**
 * Makes a mail that has failed due again (R20), from now on as if it were new; it keeps its Message-ID. Null when it is
 * done, or needs no doing because the mail is on its way or sent: asking twice is safe. What was never to be sent, and
 * what the quota had no room for, stays as it is (R19).
 */
export async function askAgain(orm: Orm, request: AgainRequest): Promise<Refusal | null> {
  const { tenantId, ticketId, noticeId, by, at } = request;
  return inTenant(orm, tenantId, async (em) => {
    const asked = await em.execute<{ id: string }[]>(
      `update notice set state = 'waiting', next_try_at = ?, leased_until = null, asked_again_at = ?, asked_again_by = ?,
         tries_before = attempts
       where tenant_id = ? and ticket_id = ? and id = ? and state = 'failed' returning id`,
      [at, at, by, tenantId, ticketId, noticeId],
    );
    if (asked.length > 0) return null;
    const notice = await em.findOne(NoticeEntity, { tenantId, ticketId, id: noticeId });
    if (notice === null) return { code: 'not_found', message: 'There is no such mail of this ticket.' };
    if (notice.state !== 'dropped' && notice.state !== 'skipped') return null;
    return { code: 'mail_not_failed', message: whyNot[notice.state] };
  });
}

const whyNot = {
  dropped:
    'This mail was dropped because the mails of its month were used up. It is not sent later; write a new message instead.',
  skipped: 'This mail was not meant to be sent, so it cannot be sent again.',
} as const;
