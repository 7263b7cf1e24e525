import type { Licence } from '../../domain/licence.ts';

/** The columns of a licence in a row of SQL, all null if there is none. */
export type LicenceColumns = {
  licence_active: boolean | null;
  licence_valid_until: Date | string | null;
  licence_flags: Licence['flags'] | null;
};

/** The licence in a row of SQL, or null if there is none. */
export function licenceOfRow(row: LicenceColumns): Licence | null {
  if (row.licence_active === null) return null;
  const until = row.licence_valid_until;
  return {
    active: row.licence_active,
    validUntil: until === null ? null : new Date(until).toISOString(),
    flags: row.licence_flags ?? [],
  };
}
