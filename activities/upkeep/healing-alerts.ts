import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import type { StuckTicket } from '../../src/db/upkeep/stuck-tickets.ts';
import { platformTeam } from '../../src/host/identity/platform-users.ts';
import { closeAlerts, raiseOnce } from '../../src/host/licence/alerts.ts';

type AlertTools = Readonly<{ orm: Orm; now: () => Date; build: string }>;

/** Alerts the platform team that a ticket was restarted, `times` within the last hour. */
export async function alertHealed(
  tools: AlertTools,
  { tenantId, number }: StuckTicket,
  { times, limit }: Readonly<{ times: number; limit: number }>,
): Promise<void> {
  const finding = { kind: 'ticket_healed', period: number, limit, used: times } as const;
  const by = { team: await platformTeam(tools.orm), now: tools.now() };
  await inTenant(tools.orm, tenantId, async (em) => {
    await raiseOnce(em, tenantId, finding, by);
    // It describes no lasting state, so it is closed at once; it stays in the list until somebody acknowledges it.
    await closeAlerts(em, tenantId, { kind: 'ticket_healed', at: by.now });
  });
}

/**
 * Alerts the platform team, once per build, that so many tickets fail that none is restarted: under the tenant with the
 * most of them. Closes the alert of tenants where that is over.
 */
export async function alertFailing(
  tools: AlertTools,
  {
    failing,
    known,
    limit,
  }: Readonly<{ failing: readonly StuckTicket[]; known: readonly StuckTicket[]; limit: number }>,
): Promise<void> {
  const [most] = [...Map.groupBy(failing, ({ tenantId }) => tenantId)].toSorted(([, a], [, b]) => b.length - a.length);
  if (most !== undefined) {
    const finding = { kind: 'tickets_failing', period: tools.build, limit, used: failing.length } as const;
    const by = { team: await platformTeam(tools.orm), now: tools.now() };
    await inTenant(tools.orm, most[0], (em) => raiseOnce(em, most[0], finding, by));
    return;
  }
  for (const tenantId of new Set(known.map((ticket) => ticket.tenantId))) {
    const over = { kind: 'tickets_failing', at: tools.now() } as const;
    await inTenant(tools.orm, tenantId, (em) => closeAlerts(em, tenantId, over));
  }
}
