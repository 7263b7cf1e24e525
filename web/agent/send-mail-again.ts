import { inTenant } from '../../src/db/in-tenant.ts';
import { requestResend } from '../../src/outbox/request-resend.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { backToTicket } from './done.ts';
import { ticketInPath } from './find-ticket.ts';

/** POST …/mails/:mail/again: has a failed mail sent again (R20), even on a finished ticket. Asking twice is safe. */
export function sendMailAgain(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const { tenantId, id, number } = await ticketInPath(ctx, deps);
    const noticeId = idInPath(ctx, 'mail');
    const request = { tenantId, ticketId: id, noticeId, by: principalOf(ctx).userId, now: ctx.state.now };
    await inTenant(deps.orm, tenantId, (em) => requestResend(em, request));
    backToTicket(ctx, number, 'mail_again');
  };
}
