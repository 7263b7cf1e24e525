import { z } from 'zod';
import type { AlertPlace } from '../../src/db/reading/platform-alerts.ts';
import type { ChangePlace } from '../../src/db/reading/platform-changes.ts';
import type { TenantPlace } from '../../src/db/reading/platform-tenants.ts';

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const tenantPattern = new RegExp(`^(${id})_([^\\u0000-\\u001F\\u007F]{1,200})$`);
const timedPattern = new RegExp(`^(\\d{1,14})_(${id})(?:_(\\d{1,9}))?$`);

/** Places of the lists as addresses carry them; what makes no sense is the beginning. */
export const tenantPlace = {
  toText: ({ id: tenantId, name }: TenantPlace): string => `${tenantId}_${name}`,
  field: z
    .string()
    .transform((text): TenantPlace | null => {
      const [, tenantId, name] = tenantPattern.exec(text) ?? [];
      return tenantId === undefined || name === undefined || !name.isWellFormed() ? null : { id: tenantId, name };
    })
    .nullable()
    .catch(null),
};

export const alertPlace = {
  toText: ({ at, id: alertId }: AlertPlace): string => `${at.getTime()}_${alertId}`,
  field: z
    .string()
    .transform((text): AlertPlace | null => timed(text))
    .nullable()
    .catch(null),
};

export const changePlace = {
  toText: ({ at, tenantId, version }: ChangePlace): string => `${at.getTime()}_${tenantId}_${version}`,
  field: z
    .string()
    .transform((text): ChangePlace | null => {
      const place = timed(text);
      return place?.number === undefined ? null : { at: place.at, tenantId: place.id, version: place.number };
    })
    .nullable()
    .catch(null),
};

function timed(text: string): { at: Date; id: string; number: number | undefined } | null {
  const [, at, found, number] = timedPattern.exec(text) ?? [];
  const date = new Date(Number(at));
  if (found === undefined || Number.isNaN(date.getTime())) return null;
  return { at: date, id: found, number: number === undefined ? undefined : Number(number) };
}
