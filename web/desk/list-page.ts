import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { deskCounts, deskTickets } from '../../src/db/reading/desk-tickets.ts';
import { heldAssets } from '../forms/asset-choices.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { presentAsset } from '../assets/present-asset.ts';
import { reportHref } from '../assets/readers.ts';
import { linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { searchField } from '../forms/search-field.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { listHref, listLine, listTabs } from './present-list.ts';

const pageSize = 20;
const assetsShown = 5;

const place = listPlace({ asks: 'flag', changedAt: 'time', id: 'id' });

const query = z.object({ view: z.enum(['open', 'all']).nullable().catch(null), q: searchField, after: place.field });

/**
 * GET /desk: the tiles, "my tickets", which are those that the signed-in person reported and no others (R22), and the
 * assets that they hold (R26). A search (`?q=`) looks through all of them, unless the address says `view=open`.
 */
export function listPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const principal = principalOf(ctx);
    const { tenantId, userId, permissions } = principal;
    const { translator } = ctx.state;
    const { assets: showsAssets } = linksShown(principal, ctx.state.now);
    const { q, after, ...asked } = readQuery(ctx, query);
    const view = asked.view ?? (q === '' ? 'open' : 'all');
    const { rows, counts, held } = await inTenant(orm, tenantId, async (em) => ({
      rows: await deskTickets(em, { reporterId: userId, view, q, after, limit: pageSize + 1 }),
      counts: await deskCounts(em, userId),
      held: showsAssets ? await heldAssets(em, userId) : [],
    }));
    const { shown, last } = pageOf(rows, pageSize);
    const here = listHref(view, q);
    render(ctx, 'desk/views/list', {
      title: translator.t('desk.list.title'),
      mayCreate: permissions.includes('tickets:create'),
      view,
      counts,
      q,
      tabs: listTabs(view, counts),
      lines: shown.map((row) => listLine(translator, row, userId)),
      assets: held.slice(0, assetsShown).map((asset) => ({
        ...presentAsset(ctx.state.translator, asset, userId),
        reportHref: reportHref(principal, ctx.state.now, { assetId: asset.id }),
      })),
      moreAssets: held.length > assetsShown,
      first: after === null ? null : here,
      next: last && listHref(view, q, place.toText(last)),
    });
  };
}
