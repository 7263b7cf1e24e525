import { z } from 'zod';
import { type ChangePlace, type ListedChange, readLicenceChanges } from '../../src/db/reading/platform-changes.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { changeLines } from './describe-change.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { tenantPath } from './paths.ts';

const pageSize = 30;

const changePlace = listPlace({ at: 'time', tenantId: 'id', version: 'count' });

const query = z.object({ after: changePlace.field, tenant: z.uuid().nullable().catch(null) });

export type ChangeLine = Readonly<{
  tenant: string;
  href: string;
  at: Date;
  by: string;
  lines: readonly string[];
}>;

/** A change of a licence as it is shown. One that nobody made by hand (the demo) is the system's. */
export function changeLine(translator: Translator, change: ListedChange): ChangeLine {
  const { tenantId, tenantName, at, by, before, after } = change;
  return {
    tenant: tenantName,
    href: tenantPath(tenantId),
    at,
    by: by ?? translator.t('platform.change.by_system'),
    lines: changeLines(translator, before, after),
  };
}

/** The list of licence changes, of all tenants or of one, from the newest or from a place on. */
export function changesPath(tenant: string | null, after: ChangePlace | null): string {
  const place = after === null ? {} : { after: changePlace.toText(after) };
  const search = new URLSearchParams({ ...(tenant === null ? {} : { tenant }), ...place }).toString();
  return search === '' ? '/platform/changes' : `/platform/changes?${search}`;
}

/** GET /platform/changes: the audit trail of all licences, or of one tenant's (`?tenant=`), the newest change first. */
export function changesPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { after, tenant } = readQuery(ctx, query);
    const changes = await readLicenceChanges(orm, { tenantId: tenant, before: after, limit: pageSize + 1 });
    const { shown, last } = pageOf(changes, pageSize);
    const here = changesPath(tenant, null);
    render(ctx, 'platform/views/changes', {
      title: ctx.state.translator.t('platform.changes.title'),
      changes: shown.map((change) => changeLine(ctx.state.translator, change)),
      ofOne: tenant !== null,
      first: after === null ? null : here,
      next: last && changesPath(tenant, last),
    });
  };
}
