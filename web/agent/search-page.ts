import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readResults } from '../../src/db/search/read-results.ts';
import { anAgent } from '../../src/db/search/searcher.ts';
import { readQuery } from '../forms/form.ts';
import { searchField } from '../forms/search-field.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import type { Handler } from '../http/route.ts';
import { render } from '../page/render.ts';
import { presentResult, searchHref } from './present-search.ts';
import { queueHref } from './queue-query.ts';

const pageSize = 20;

const query = z.object({ q: searchField, from: z.coerce.number().int().min(0).max(1_000).catch(0) });

const suggested = 6;

/** GET /search/suggestions: the best few tickets for what is being typed, as JSON for the search in the head. */
export function searchSuggestions({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { q } = readQuery(ctx, query);
    const { results } =
      q === ''
        ? { results: [] }
        : await inTenant(orm, tenantId, (em) =>
            readResults(em, tenantId, { q, searcher: anAgent, from: 0, limit: suggested }),
          );
    ctx.body = results.map((result) => {
      const { number, href, title } = presentResult(result, ctx.state.translator);
      return { number, href, title };
    });
  };
}

/** GET /search: all tickets of the tenant in which the words stand, best first, each with the place (R36). */
export function searchPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { t } = ctx.state.translator;
    const { q, from } = readQuery(ctx, query);
    const { results, total, complete } =
      q === ''
        ? { results: [], total: 0, complete: true }
        : await inTenant(orm, tenantId, (em) =>
            readResults(em, tenantId, { q, searcher: anAgent, from, limit: pageSize }),
          );
    render(ctx, 'agent/views/search', {
      title: q === '' ? t('agent.search.title') : t('agent.search.title_of', { words: q }),
      q,
      summary:
        q === '' ? t('agent.search.hint') : t(complete ? 'agent.search.summary' : 'agent.search.newest', { n: total }),
      results: results.map((result) => presentResult(result, ctx.state.translator)),
      inQueue: q === '' ? null : queueHref({ filter: { view: 'all', q }, sort: '-updated_at', cursor: null }),
      first: from === 0 ? null : searchHref(q),
      next: from + pageSize < total ? searchHref(q, from + pageSize) : null,
    });
  };
}
