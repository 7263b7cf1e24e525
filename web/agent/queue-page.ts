import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { readQueueCounts } from '../../src/db/reading/agent-counts.ts';
import { type QueuePage, type Reader, readQueue } from '../../src/db/reading/agent-queue.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { type LinksShown, linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import { presentEmpty } from './present-empty.ts';
import { presentChips, presentFilter } from './present-filter.ts';
import { presentPager, presentRows, presentSorts, presentViews } from './present-queue.ts';
import { loadQueueNames, shownFilter, withIdsOfPeople } from './queue-names.ts';
import { parseQueueQuery, queueHref } from './queue-query.ts';
import { queueSymbols } from './symbols.ts';
import { seeOther } from '../http/redirect.ts';

const pageSize = 50;

const nothing: QueuePage = { rows: [], previous: null, next: null };

/**
 * The queue: views with their counts, filters, and a page of tickets (R25). It takes one transaction and asks no
 * workflow.
 */
export function queuePage({ orm }: WebDeps) {
  const symbols = queueSymbols();
  return async (ctx: PageContext): Promise<void> => {
    const principal = principalOf(ctx);
    const { translator } = ctx.state;
    const { timeZone } = translator;
    const { tenantId, userId, permissions } = principal;
    const links = linksShown(principal, ctx.state.now);
    const typed = new URLSearchParams(ctx.querystring);
    const loaded = await inTenant(orm, tenantId, (em) => load(em, { typed, userId, timeZone, links }));
    if (loaded.elsewhere !== null) {
      seeOther(ctx, loaded.elsewhere);
      return;
    }
    const { query, errors, counts, names, page } = loaded;
    const { view } = query.filter;
    const mayCreate = permissions.includes('tickets:create');
    if (errors.length > 0) ctx.status = 422;
    render(ctx, 'agent/views/queue', {
      title: translator.t(`agent.view.${view}`),
      layout: 'wide',
      errors,
      symbols,
      views: presentViews(query, counts, translator),
      sorts: presentSorts(query, translator),
      chips: presentChips(query, names, translator),
      clear: queueHref({ filter: { view }, sort: query.sort, cursor: null }),
      filter: presentFilter(query, names, { typed, translator }),
      rows: presentRows(page.rows, query, { links, translator }),
      pager: presentPager(page, query),
      empty: errors.length > 0 ? null : presentEmpty(query, { mayCreate, translator }),
      mayCreate,
    });
  };
}

/**
 * Loads what the address asks for. `elsewhere` is the address to redirect to if this one is as the form sends it, with
 * empty fields and e-mail addresses instead of ids: that is the one to keep and share.
 */
async function load(em: TenantEm, asked: Reader & { typed: URLSearchParams; links: LinksShown }) {
  const { typed, userId, timeZone, links } = asked;
  const { parameters, problems: unknown } = await withIdsOfPeople(em, typed);
  const { query: whole, problems } = parseQueueQuery(parameters);
  const errors = [...problems, ...unknown];
  const isForm = [...typed.values()].includes('') || parameters.toString() !== typed.toString();
  if (errors.length === 0 && isForm) return { elsewhere: queueHref(whole) };
  const query = { ...whole, filter: shownFilter(whole.filter, links) };
  return {
    elsewhere: null,
    query,
    errors,
    counts: await readQueueCounts(em, userId),
    names: await loadQueueNames(em, query.filter, userId),
    page:
      errors.length === 0
        ? await readQueue(em, query, { userId, timeZone, cursor: query.cursor, limit: pageSize })
        : nothing,
  };
}
