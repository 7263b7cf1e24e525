import { inTenant } from '../../src/db/in-tenant.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { requestResend } from '../../src/outbox/request-resend.ts';
import { type PageContext, pathPart, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { ticketHref } from './present-queue.ts';

/** POST …/mails/:mail/again: has a mail that has failed sent again (R20), on a finished ticket too. Asking twice is safe. */
export function sendMailAgain(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const { tenantId, id, number } = await ticketInPath(ctx, deps);
    const noticeId = pathPart(ctx, 'mail');
    if (!isUuid(noticeId)) throw new Problem(404, 'not_found');
    const request = { tenantId, ticketId: id, noticeId, by: principalOf(ctx).userId, now: ctx.state.now };
    await inTenant(deps.orm, tenantId, (em) => requestResend(em, request));
    ctx.status = 303;
    ctx.redirect(`${ticketHref(number, listInAddress(ctx))}#side-mails`);
  };
}
