import { z } from 'zod';
import { type AlertPlace, readAlerts } from '../../src/db/reading/platform-alerts.ts';
import type { WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { flashIn } from './flash.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { alertLine } from './present-alert.ts';

const pageSize = 30;

const alertPlace = listPlace({ at: 'time', id: 'id' });

const query = z.object({
  view: z.enum(['open', 'all']).catch('open'),
  tenant: z.uuid().nullable().catch(null),
  after: alertPlace.field,
});

type Wanted = Readonly<{ view: 'open' | 'all'; tenant: string | null; after: AlertPlace | null }>;

/** The list of alerts, of all tenants or of one, from the newest or from a place on. */
export function alertsPath({ view, tenant, after }: Wanted): string {
  const search = new URLSearchParams({
    ...(view === 'open' ? {} : { view }),
    ...(tenant === null ? {} : { tenant }),
    ...(after === null ? {} : { after: alertPlace.toText(after) }),
  }).toString();
  return search === '' ? '/platform/alerts' : `/platform/alerts?${search}`;
}

/**
 * GET /platform/alerts: the alerts that are still open or unacknowledged, or all that there ever were, the newest first; of
 * all tenants, or of one (`?tenant=`).
 */
export function alertsPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { t } = ctx.state.translator;
    const { view, tenant, after } = readQuery(ctx, query);
    const asked = { tenantId: tenant, onlyOpen: view === 'open', before: after, limit: pageSize + 1 };
    const alerts = await readAlerts(orm, asked);
    const { shown, last } = pageOf(alerts, pageSize);
    render(ctx, 'platform/views/alerts', {
      title: t('platform.alerts.title'),
      flash: flashIn(ctx),
      view,
      tabs: [
        {
          label: 'platform.alerts.open',
          href: alertsPath({ view: 'open', tenant, after: null }),
          current: view === 'open',
        },
        {
          label: 'platform.alerts.all',
          href: alertsPath({ view: 'all', tenant, after: null }),
          current: view === 'all',
        },
      ],
      lines: shown.map(alertLine),
      back: view,
      ofOne: tenant === null ? null : alertsPath({ view, tenant: null, after: null }),
      first: after === null ? null : alertsPath({ view, tenant, after: null }),
      next: last && alertsPath({ view, tenant, after: { at: last.openedAt, id: last.id } }),
    });
  };
}
