import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { deskHappenings } from '../../src/db/reading/desk-ticket.ts';
import { roomOnPage } from '../../src/db/reading/event-texts.ts';
import { readQuery } from '../forms/form.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { hiddenEvents, linksShown } from '../http/links-shown.ts';
import type { Handler } from '../http/route.ts';
import { render } from '../page/render.ts';
import { historyHref, historyOf } from './history.ts';
import { ownTicketInPath } from './ticket-page.ts';

const pageSize = 50;

const query = z.object({
  until: z.coerce.number().int().min(1).max(1_000_000_000).nullable().catch(null).default(null),
});

/**
 * GET /desk/:number/history: everything that has happened to the reporter's ticket (R24), the newest first, a page at a
 * time.
 */
export function historyPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const ticket = await ownTicketInPath(ctx, deps);
    const principal = principalOf(ctx);
    const { until } = readQuery(ctx, query);
    const hidden = hiddenEvents(linksShown(principal, ctx.state.now));
    const { events, total } = await inTenant(deps.orm, principal.tenantId, (em) =>
      deskHappenings(em, ticket.id, { until, limit: pageSize, hidden, room: roomOnPage }),
    );
    const path = `/desk/${ticket.number}`;
    const [first, last] = [events[0]?.place ?? 1, events.at(-1)?.place ?? total];
    render(ctx, 'desk/views/history', {
      title: ctx.state.translator.t('desk.history.title', { number: ticket.number }),
      number: ticket.number,
      back: path,
      history: historyOf(events, { path, readerId: principal.userId }).toReversed(),
      first: last < total ? historyHref(path, null) : null,
      next: first > 1 ? historyHref(path, first - 1) : null,
    });
  };
}
