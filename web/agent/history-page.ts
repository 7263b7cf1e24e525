import { inTenant } from '../../src/db/in-tenant.ts';
import { readHistory } from '../../src/db/reading/agent-events.ts';
import { roomOnPage } from '../../src/db/reading/event-texts.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { hiddenEvents, linksShown } from '../http/links-shown.ts';
import { pageOf } from '../page/paging.ts';
import { render } from '../page/render.ts';
import { sequenceIn } from './conversation-window.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { loadKnown } from './load-known.ts';
import { presentHistory } from './present-history.ts';
import { ticketHref } from './present-queue.ts';

const pageSize = 50;

/** GET …/history: the whole history of a ticket (R4), the newest first, a page at a time. */
export function historyPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const principal = principalOf(ctx);
    const { translator } = ctx.state;
    const ticket = await ticketInPath(ctx, deps);
    const before = sequenceIn(ctx.query.before);
    const { events, known } = await inTenant(deps.orm, principal.tenantId, async (em) => {
      const hidden = hiddenEvents(linksShown(principal, ctx.state.now));
      const read = await readHistory(em, ticket.id, { before, limit: pageSize + 1, hidden, room: roomOnPage });
      return { events: read, known: await loadKnown(em, ticket, read) };
    });
    const from = listInAddress(ctx);
    const here = (asked: Record<string, string>) => ticketHref(ticket.number, from, '/history', asked);
    const { shown, last } = pageOf(events, pageSize);
    render(ctx, 'agent/views/history', {
      title: translator.t('agent.history.page_title', { number: ticket.number }),
      number: ticket.number,
      back: ticketHref(ticket.number, from),
      history: presentHistory(ticket, shown, { known, translator }),
      first: before === null ? null : here({}),
      next: last && here({ before: String(last.sequence) }),
    });
  };
}
