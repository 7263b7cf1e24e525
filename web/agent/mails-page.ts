import { inTenant } from '../../src/db/in-tenant.ts';
import { type NoticePlace, readNotices } from '../../src/db/reading/agent-notices.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { presentMails } from './present-mails.ts';
import { ticketHref } from './present-queue.ts';

const pageSize = 50;

/** GET …/mails: every mail of a ticket and what became of it (R20), the newest first, a page at a time. */
export function mailsPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const after = placeFromText(ctx.query.after);
    const notices = await inTenant(deps.orm, principalOf(ctx).tenantId, (em) =>
      readNotices(em, ticket.id, { after, limit: pageSize + 1 }),
    );
    const from = listInAddress(ctx);
    const href = (part = '', asked: Record<string, string> = {}) => ticketHref(ticket.number, from, part, asked);
    const shown = notices.slice(0, pageSize);
    const last = shown.at(-1);
    render(ctx, 'agent/views/mails', {
      title: `Mails of ${ticket.number}`,
      number: ticket.number,
      back: href(),
      href,
      mails: presentMails(shown),
      first: after === null ? null : href('/mails'),
      next:
        notices.length > pageSize && last
          ? href('/mails', {
              after: placeToText({ at: last.createdAt, sequence: last.eventSequence, id: last.id }),
            })
          : null,
    });
  };
}

function placeToText({ at, sequence, id }: NoticePlace): string {
  return `${at.getTime()}_${sequence}_${id}`;
}

/** The place that an address carries; null, the beginning, for what makes no sense. */
function placeFromText(text: unknown): NoticePlace | null {
  const pattern = /^(\d{1,14})_(\d{1,9})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
  const [, at, sequence, id] = (typeof text === 'string' ? pattern.exec(text) : null) ?? [];
  return id === undefined ? null : { at: new Date(Number(at)), sequence: Number(sequence), id };
}
