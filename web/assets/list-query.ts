import { z } from 'zod';
import type { AssetPlace } from '../../src/db/reading/assets.ts';
import { assetCategories, type AssetCategory } from '../../src/domain/asset.ts';

/** What the list is asked for, as its address says it: the holder is an e-mail address, an id or `nobody`. */
export type AskedList = Readonly<{
  q: string;
  category: AssetCategory | null;
  holder: string;
  after: AssetPlace | null;
}>;

/** Schema of the list's address; what makes no sense does not narrow it. */
export const listQuery = z.object({
  q: z
    .string()
    .max(200)
    .regex(/^[^\u0000-\u001F\u007F]*$/)
    .catch('')
    .transform((text) => text.trim()),
  category: z.enum(assetCategories).nullable().catch(null),
  holder: z
    .string()
    .max(320)
    .regex(/^[^\u0000-\u001F\u007F]*$/)
    .catch('')
    .transform((text) => text.trim()),
  after: z
    .string()
    .max(300)
    .regex(/^[^\u0000-\u001F\u007F]*$/)
    .transform((text): AssetPlace | null => {
      const [, id, name] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.+)$/.exec(text) ?? [];
      return id === undefined || name === undefined ? null : { id, name };
    })
    .nullable()
    .catch(null),
});

/** The address of a list, what is usual left out. */
export function listHref({ q, category, holder, after }: Partial<AskedList>): string {
  const search = new URLSearchParams({
    ...(q && { q }),
    ...(category && { category }),
    ...(holder && { holder }),
    ...(after && { after: `${after.id} ${after.name}` }),
  }).toString();
  return search === '' ? '/assets' : `/assets?${search}`;
}
