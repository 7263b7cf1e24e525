import { textLimitBytes } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';

/** Up to so many bytes a text counts as short: it is always given whole. */
const shortBytes = 3000;

/** So many bytes of long texts a page gives whole, the longest that there is for one; of those beyond it only the beginnings. */
export const roomOnPage = textLimitBytes;

/** A text of a ticket, or the beginning of it where the page has no room for the whole; `bytes` are those of the whole. */
export type ShownText = Readonly<{ body: string; isWhole: boolean; bytes: number }>;

/** A text of which nothing is left out. */
export function wholeText(body: string): ShownText {
  return { body, isWhole: true, bytes: Buffer.byteLength(body) };
}

/**
 * The texts with these ids, so that a page of them stays within bounds: the long ones are whole in the order of `ids`, until
 * there is no more `room`, in bytes.
 */
export async function readTexts(
  em: TenantEm,
  ids: readonly string[],
  room: number = roomOnPage,
): Promise<ReadonlyMap<string, ShownText>> {
  if (ids.length === 0) return new Map();
  // A length in bytes and a beginning can be had without unpacking the whole text; lines, for one, cannot be counted so.
  const rows = await em.execute<(ShownText & { id: string })[]>(
    `select id, bytes, "isWhole", case when "isWhole" then body else left(body, ${shortBytes}) end as body
     from (
       select x.id, x.body, octet_length(x.body) as bytes, octet_length(x.body) <= ${shortBytes}
         or sum(octet_length(x.body)) filter (where octet_length(x.body) > ${shortBytes}) over (order by w.place)
           <= ? as "isWhole"
       from unnest(?::uuid[]) with ordinality w (id, place) join ticket_text x on x.id = w.id) t`,
    [room, `{${[...new Set(ids)].join(',')}}`],
  );
  return new Map(rows.map(({ id, ...text }) => [id, text]));
}
