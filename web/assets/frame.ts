import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Asset, readAsset } from '../../src/db/reading/assets.ts';
import { countTicketsAbout } from '../../src/db/reading/tickets-of-asset.ts';
import { assetReaderOf } from '../forms/asset-reader.ts';
import { idInPath, type PageContext, principalOf } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { flashIn } from './flash.ts';
import { assetPath } from './paths.ts';
import { presentAsset } from './present-asset.ts';
import { reportHref, type TicketReader, ticketReaderOf } from './readers.ts';

/** The tabs of an asset. */
type Tab = 'overview' | 'movements' | 'history' | 'tickets';

/** What the pages of an asset have in common; `model` is drawn by /assets/views/head. */
export type Frame = Readonly<{
  asset: Asset;
  /** Whether the person may open every asset, not only those that they hold. */
  seesAll: boolean;
  tickets: TicketReader;
  /** How many tickets the person may see; null while assets are not linked to tickets. */
  counts: Readonly<{ all: number; active: number }>;
  model: ReturnType<typeof headOf>;
}>;

/** The asset in the path, if the person may open it; 404 for any other, whether it exists or not. */
export async function assetInPath(ctx: PageContext, em: TenantEm): Promise<Asset> {
  const asset = await readAsset(em, assetReaderOf(principalOf(ctx)), idInPath(ctx));
  if (asset === null) throw new Problem(404, 'not_found');
  return asset;
}

/** Loads the asset in the path, and the head of its pages. */
export async function loadFrame(ctx: PageContext, em: TenantEm, current: Tab): Promise<Frame> {
  const principal = principalOf(ctx);
  const asset = await assetInPath(ctx, em);
  const tickets = ticketReaderOf(principal, ctx.state.now);
  const counts = tickets.links
    ? await countTicketsAbout(em, { assetId: asset.id, reporterId: tickets.reporterId })
    : { all: 0, active: 0 };
  const seesAll = assetReaderOf(principal).reach === 'all';
  return {
    asset,
    seesAll,
    tickets,
    counts,
    model: headOf(ctx, asset, { current, counts, links: tickets.links, seesAll }),
  };
}

function headOf(
  ctx: PageContext,
  asset: Asset,
  head: { current: Tab; counts: Frame['counts']; links: boolean; seesAll: boolean },
) {
  const { current, counts, links, seesAll } = head;
  const { t } = ctx.state.translator;
  const principal = principalOf(ctx);
  const tab = (name: Tab, part: string, count: number | null = null) => ({
    label: t(`assets.tab.${name}`),
    href: assetPath(asset.id, part),
    current: name === current,
    count,
  });
  return {
    title: `${asset.name} (${asset.inventoryNumber})`,
    asset: presentAsset(ctx.state.translator, asset, principal.userId),
    list: { href: '/assets', label: t(seesAll ? 'assets.list.title' : 'assets.list.title_held') },
    tabs: [
      tab('overview', ''),
      tab('movements', '/movements'),
      tab('history', '/history'),
      ...(links ? [tab('tickets', '/tickets', counts.all)] : []),
    ],
    mayManage: principal.permissions.includes('assets:manage'),
    reportHref: reportHref(principal, ctx.state.now, { assetId: asset.id }),
    flash: flashIn(ctx),
  };
}
