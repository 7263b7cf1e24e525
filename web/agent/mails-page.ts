import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readNotices } from '../../src/db/reading/agent-notices.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { render } from '../page/render.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { presentMails } from './present-mails.ts';
import { ticketHref } from './present-queue.ts';

const pageSize = 50;

const place = listPlace({ at: 'time', sequence: 'count', id: 'id' });

const query = z.object({ after: place.field });

/** GET …/mails: every mail of a ticket and what became of it (R20), the newest first, a page at a time. */
export function mailsPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const { translator } = ctx.state;
    const { after } = readQuery(ctx, query);
    const notices = await inTenant(deps.orm, principalOf(ctx).tenantId, (em) =>
      readNotices(em, ticket.id, { after, limit: pageSize + 1 }),
    );
    const from = listInAddress(ctx);
    const href = (part = '', asked: Record<string, string> = {}) => ticketHref(ticket.number, from, part, asked);
    const { shown, last } = pageOf(notices, pageSize);
    render(ctx, 'agent/views/mails', {
      title: translator.t('agent.mails.page_title', { number: ticket.number }),
      number: ticket.number,
      back: href(),
      href,
      mails: presentMails(shown, translator),
      first: after === null ? null : href('/mails'),
      next:
        last &&
        href('/mails', { after: place.toText({ at: last.createdAt, sequence: last.eventSequence, id: last.id }) }),
    });
  };
}
