import { standardCallLimits } from '../../domain/call-limits.ts';
import type { LicenceTerms } from '../../domain/licence.ts';
import type { Orm } from '../orm.ts';

/**
 * A change of a licence: who made it (null: no person), when, and the terms before and after. The first has none
 * before.
 */
export type ListedChange = Readonly<{
  tenantId: string;
  tenantName: string;
  version: number;
  at: Date;
  by: string | null;
  before: LicenceTerms | null;
  after: LicenceTerms;
}>;

/** A place in the list: the change before it. */
export type ChangePlace = Readonly<{ at: Date; tenantId: string; version: number }>;

type Limits = 'callsPerKey' | 'callsPerTenant';
type RecordedTerms = Omit<LicenceTerms, Limits> & Partial<Pick<LicenceTerms, Limits>>;

type Row = {
  tenant_id: string;
  tenant_name: string;
  version: number;
  at: Date | string;
  by_name: string | null;
  before: RecordedTerms | null;
  after: RecordedTerms;
};

/** Licence changes of one tenant or of all (null), newest first. */
export async function readLicenceChanges(
  orm: Orm,
  asked: { tenantId: string | null; before: ChangePlace | null; limit: number },
): Promise<ListedChange[]> {
  const { tenantId, before, limit } = asked;
  const values = [tenantId, before?.at ?? null, before?.tenantId ?? null, before?.version ?? null, limit];
  const rows = await orm.em.fork().execute<Row[]>('select * from platform_licence_changes(?, ?, ?, ?, ?)', values);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    version: row.version,
    at: new Date(row.at),
    by: row.by_name,
    before: row.before === null ? null : whole(row.before),
    after: whole(row.after),
  }));
}

/** Terms from before API calls were limited had the limits that were then introduced for everybody. */
function whole(terms: RecordedTerms): LicenceTerms {
  return { callsPerKey: standardCallLimits.perKey, callsPerTenant: standardCallLimits.perTenant, ...terms };
}
