import { z } from 'zod';
import { listPlace } from '../forms/place.ts';
import { searchField } from '../forms/search-field.ts';
import { pageOf } from '../page/paging.ts';
import { countOverruns } from '../../src/db/reading/platform-alerts.ts';
import { readLastAudit } from '../../src/db/reading/platform-audit.ts';
import { readTenants } from '../../src/db/reading/platform-tenants.ts';
import type { WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { flashIn } from './flash.ts';
import { auditModel } from './present-audit.ts';
import { tenantLine } from './present-tenant.ts';

const pageSize = 20;

const tenantPlace = listPlace({ id: 'id', name: 'name' });

const query = z.object({ q: searchField, after: tenantPlace.field });

/** GET /platform: all tenants by name, or those that match a search, with licence and use; and the last quota audit. */
export function tenantsPage({ orm, config }: WebDeps): Handler {
  return async (ctx) => {
    const { now, translator } = ctx.state;
    const { q, after } = readQuery(ctx, query);
    const tenants = await readTenants(orm, { search: q === '' ? null : q, after, limit: pageSize + 1 });
    const { shown, last } = pageOf(tenants, pageSize);
    const address = (place: Record<string, string>) => {
      const search = new URLSearchParams({ ...(q && { q }), ...place }).toString();
      return search === '' ? '/platform' : `/platform?${search}`;
    };
    render(ctx, 'platform/views/tenants', {
      title: translator.t('platform.tenants.title'),
      flash: flashIn(ctx),
      q,
      audit: auditModel(await readLastAudit(orm), await countOverruns(orm), now),
      temporalUiUrl: config.temporalUiUrl,
      lines: shown.map((tenant) => tenantLine(translator, tenant, now)),
      first: after === null ? null : address({}),
      next: last && address({ after: tenantPlace.toText(last) }),
    });
  };
}
