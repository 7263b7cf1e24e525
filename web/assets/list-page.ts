import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { readActivePeople, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { type AssetFilter, readAssets } from '../../src/db/reading/assets.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { pageOf } from '../page/paging.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { flashIn } from './flash.ts';
import { listHref, listQuery } from './list-query.ts';
import { presentAsset } from './present-asset.ts';
import { emptyList } from './present-list.ts';
import { assetReaderOf } from '../forms/asset-reader.ts';
import { categoryOptions } from './labels.ts';
import { seeOther } from '../http/redirect.ts';

const pageSize = 50;

/** How many people the holder field suggests; others are found by typing their address. */
const suggestions = 200;

/** GET /assets: the assets that the person may open, by name; the address searches and filters. */
export function listPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const principal = principalOf(ctx);
    const { translator } = ctx.state;
    const { t } = translator;
    const asked = readQuery(ctx, listQuery);
    if (hasEmptyFields(ctx)) {
      seeOther(ctx, listHref(asked));
      return;
    }
    const reader = assetReaderOf(principal);
    const seesAll = reader.reach === 'all';
    const { holder, assets, people } = await inTenant(orm, principal.tenantId, async (em) => {
      const found = await findHolder(em, asked.holder);
      const { q, category, after } = asked;
      const filter: AssetFilter = { search: q === '' ? null : q, category, holder: found ?? null, after };
      return {
        holder: found,
        assets: found === undefined ? [] : await readAssets(em, reader, filter, pageSize + 1),
        people: seesAll ? await readActivePeople(em, suggestions) : [],
      };
    });
    const { shown, last } = pageOf(assets, pageSize);
    const unknown = holder === undefined;
    if (unknown) ctx.status = 422;
    render(ctx, 'assets/views/list', {
      title: t(seesAll ? 'assets.list.title' : 'assets.list.title_held'),
      errors: unknown ? [{ field: 'holder', message: 'assets.error.unknown_holder' }] : [],
      flash: flashIn(ctx),
      seesAll,
      mayManage: principal.permissions.includes('assets:manage'),
      asked,
      categories: [{ value: '', label: t('assets.list.any_category') }, ...categoryOptions(translator)],
      people,
      isFiltered: listHref({ ...asked, after: null }) !== '/assets',
      lines: shown.map((asset) => presentAsset(translator, asset, principal.userId)),
      empty: unknown ? null : emptyList(translator, asked, principal),
      first: asked.after === null ? null : listHref({ ...asked, after: null }),
      next: last && listHref({ ...asked, after: last }),
    });
  };
}

/** A form sends its empty fields too; the address to keep and share has none. */
function hasEmptyFields(ctx: PageContext): boolean {
  return [...new URLSearchParams(ctx.querystring)].some(([name, value]) => name !== 'done' && value === '');
}

/** The holder that the address asks for: null for anybody, undefined if there is no such person. */
async function findHolder(em: TenantEm, named: string): Promise<AssetFilter['holder'] | undefined> {
  if (named === '') return null;
  if (named === 'nobody') return { id: null };
  const person = isUuid(named) ? (await readPeople(em, [named]))[0] : await readPersonByEmail(em, named);
  return person == null ? undefined : { id: person.id };
}
