import { z } from 'zod';
import { countOverruns } from '../../src/db/reading/platform-alerts.ts';
import { readLastAudit } from '../../src/db/reading/platform-audit.ts';
import { readTenants } from '../../src/db/reading/platform-tenants.ts';
import type { WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { bannerOf } from './done.ts';
import { tenantPlace } from './paging.ts';
import { auditModel } from './present-audit.ts';
import { tenantLine } from './present-tenant.ts';

const pageSize = 20;

const query = z.object({
  q: z
    .string()
    .transform((text) =>
      text
        .replace(/[\u0000-\u001F\u007F]/g, ' ')
        .trim()
        .slice(0, 200)
        .toWellFormed(),
    )
    .catch(''),
  after: tenantPlace.field,
});

/** GET /platform: all tenants by name, found by words, with licence and use; and the last audit of the quotas. */
export function tenantsPage({ orm, config }: WebDeps): Handler {
  return async (ctx) => {
    const { q, after } = readQuery(ctx, query);
    const words = q === '' ? null : q;
    const tenants = await readTenants(orm, { search: words, after, limit: pageSize + 1 });
    const shown = tenants.slice(0, pageSize);
    const last = shown.at(-1);
    const address = (place: Record<string, string>) => {
      const search = new URLSearchParams({ ...(words === null ? {} : { q }), ...place }).toString();
      return search === '' ? '/platform' : `/platform?${search}`;
    };
    render(ctx, 'platform/views/tenants', {
      title: 'Tenants',
      banner: bannerOf(ctx),
      q,
      audit: auditModel(await readLastAudit(orm), await countOverruns(orm), ctx.state.now),
      temporalUiUrl: config.temporalUiUrl,
      lines: shown.map((tenant) => tenantLine(tenant, ctx.state.now)),
      first: after === null ? null : address({}),
      next: tenants.length > pageSize && last ? address({ after: tenantPlace.toText(last) }) : null,
    });
  };
}
