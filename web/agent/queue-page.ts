import { inTenant } from '../../src/db/in-tenant.ts';
import { readQueueCounts } from '../../src/db/reading/agent-counts.ts';
import { readAgents } from '../../src/db/reading/agent-people.ts';
import { type QueuePage, readQueue } from '../../src/db/reading/agent-queue.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import { presentEmpty } from './present-empty.ts';
import { presentChips, presentFilter } from './present-filter.ts';
import { presentPager, presentRows, presentSorts, presentViews } from './present-queue.ts';
import { resolveQuery } from './queue-filter.ts';
import { parseQueueQuery, plainQuery, queueHref } from './queue-query.ts';
import { queueSymbols } from './symbols.ts';
import { priorityWords, viewWords } from './words.ts';

const pageSize = 50;

const nothing: QueuePage = { rows: [], previous: null, next: null };

/** The queue: views with their counts, filters, and a page of tickets (R25). One transaction, and no workflow is asked. */
export function queuePage({ orm }: WebDeps) {
  const symbols = queueSymbols();
  return async (ctx: PageContext): Promise<void> => {
    const { query, problems } = parseQueueQuery(ctx.querystring);
    const typed = new URLSearchParams(ctx.querystring);
    // A form sends its empty fields too; the address that people keep and share has none.
    if (problems.length === 0 && [...typed.values()].includes('')) {
      ctx.status = 303;
      ctx.redirect(queueHref(query));
      return;
    }
    const principal = principalOf(ctx);
    const links = linksShown(principal, ctx.state.now);
    const { counts, resolved, agents, page } = await inTenant(orm, principal.tenantId, async (em) => {
      const resolving = await resolveQuery(em, query, { userId: principal.userId, links });
      const sound = problems.length === 0 && resolving.problems.length === 0;
      return {
        counts: await readQueueCounts(em, principal.userId),
        resolved: resolving,
        agents: await readAgents(em),
        page: sound
          ? await readQueue(em, resolving.filter, { sort: query.sort, cursor: query.cursor, limit: pageSize })
          : nothing,
      };
    });
    const errors = [...problems, ...resolved.problems];
    const chips = presentChips(query, { reporter: resolved.reporter, asset: resolved.asset, agents });
    const mayCreate = principal.permissions.includes('tickets:create');
    if (errors.length > 0) ctx.status = 422;
    render(ctx, 'agent/views/queue', {
      title: viewWords[query.view],
      layout: 'wide',
      errors,
      symbols,
      views: presentViews(query, counts),
      sorts: presentSorts(query),
      chips,
      clear: queueHref({ ...plainQuery, view: query.view, sort: query.sort }),
      filter: presentFilter(query, agents, typed),
      priorityWords,
      rows: presentRows(page.rows, query, links),
      pager: presentPager(page, query),
      empty: errors.length > 0 ? null : presentEmpty(query, { filtered: chips.length > 0, mayCreate }),
      mayCreate,
    });
  };
}
