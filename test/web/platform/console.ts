import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Orm } from '../../../src/db/orm.ts';
import type { AlertKind } from '../../../src/domain/alert.ts';
import { AlertEntity } from '../../../src/host/licence/alert.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { createTenant } from '../../../src/host/tenants/create-tenant.ts';
import { flags, type LicenceTerms } from '../../../src/domain/licence.ts';
import type { Browser } from '../../support/browser.ts';

/** A licence with everything on, that does not expire. */
export const licenceTerms: LicenceTerms = {
  active: true,
  validUntil: null,
  flags,
  maxAgents: 10,
  maxEmailsMonth: 10_000,
  callsPerKey: 1200,
  callsPerTenant: 3000,
};

/** A tenant as the platform team makes them: with the group Everyone, without people and, at first, without a licence. */
export async function aTenant(
  orm: Orm,
  wish: { name?: string; terms?: Partial<LicenceTerms>; byId?: string } = {},
): Promise<{ id: string; name: string; path: string }> {
  const id = randomUUID();
  const name = wish.name ?? `Tenant ${id}`;
  await inTenant(orm, id, async (em) => {
    await createTenant(em, { id, name, slug: `t-${id}`.slice(0, 40) });
    if (wish.terms !== undefined) {
      await changeLicence(em, id, { terms: { ...standardTerms, ...wish.terms }, byId: wish.byId ?? null });
    }
  });
  return { id, name, path: `/platform/tenants/${id}` };
}

/** An alert of the tenant, found by an audit; it lasts, unless `closedAt` says otherwise. */
export async function anAlert(
  orm: Orm,
  tenantId: string,
  wish: Partial<{
    kind: AlertKind;
    period: string;
    used: number;
    limit: number;
    dropped: number;
    openedAt: Date;
    closedAt: Date;
  }> = {},
): Promise<string> {
  const id = randomUUID();
  const openedAt = wish.openedAt ?? new Date('2026-03-01T10:00:00Z');
  await inTenant(orm, tenantId, (em) =>
    em.insert(AlertEntity, {
      tenantId,
      id,
      kind: wish.kind ?? 'agents_over_quota',
      period: wish.period ?? '',
      quotaLimit: wish.limit ?? 5,
      used: wish.used ?? 8,
      mostUsed: wish.used ?? 8,
      dropped: wish.dropped ?? 0,
      openedAt,
      seenAt: openedAt,
      closedAt: wish.closedAt ?? null,
      acknowledgedAt: null,
      acknowledgedBy: null,
    }),
  );
  return id;
}

/** The addresses of a list's pages, followed to its end: what each of them shows. */
export async function allPages(browser: Browser, path: string): Promise<string[]> {
  const pages: string[] = [];
  for (let next: string | undefined = path; next !== undefined && pages.length < 20;) {
    const { status, text } = await browser.get(next);
    if (status !== 200) throw new Error(`${next} answers ${status}`);
    pages.push(text);
    next = /href="([^"]*)"[^>]*rel="next"/.exec(text)?.[1]?.replace(/&amp;/g, '&');
  }
  return pages;
}
