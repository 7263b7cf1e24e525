import { z } from 'zod';
import type { AssetPlace } from '../../src/db/reading/assets.ts';
import { listPlace } from '../forms/place.ts';
import { searchField } from '../forms/search-field.ts';
import { assetCategories, type AssetCategory } from '../../src/domain/asset.ts';

/** What the address asks of the list; the holder is an e-mail address, an id or `nobody`. */
export type AskedList = Readonly<{
  q: string;
  category: AssetCategory | null;
  holder: string;
  after: AssetPlace | null;
}>;

const assetPlace = listPlace({ id: 'id', name: 'name' });

/** Schema of the list's query; invalid parts do not filter. */
export const listQuery = z.object({
  q: searchField,
  category: z.enum(assetCategories).nullable().catch(null),
  holder: z
    .string()
    .max(320)
    .regex(/^[^\u0000-\u001F\u007F]*$/)
    .catch('')
    .transform((text) => text.trim()),
  after: assetPlace.field,
});

/** The address of a list; defaults are left out. */
export function listHref({ q, category, holder, after }: Partial<AskedList>): string {
  const search = new URLSearchParams({
    ...(q && { q }),
    ...(category && { category }),
    ...(holder && { holder }),
    ...(after && { after: assetPlace.toText(after) }),
  }).toString();
  return search === '' ? '/assets' : `/assets?${search}`;
}
