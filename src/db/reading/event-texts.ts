import { textLimitBytes } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';

/** The length up to which a text counts as short and is always given whole, in bytes. */
const shortBytes = 3000;

/**
 * How many bytes of long texts a page gives whole, as many as the longest text has; of further ones only the
 * beginnings.
 */
export const roomOnPage = textLimitBytes;

/**
 * A text of a ticket, or its beginning if the page has no room for all of it; `bytes` is the length of the whole text.
 */
export type ShownText = Readonly<{ body: string; isWhole: boolean; bytes: number }>;

/** A text of which nothing is left out. */
export function wholeText(body: string): ShownText {
  return { body, isWhole: true, bytes: Buffer.byteLength(body) };
}

/**
 * The texts with these ids, limited so that a page of them stays within bounds: long ones are given whole, in the order
 * of `ids`, until the `room` (in bytes) is used up.
 */
export async function readTexts(
  em: TenantEm,
  ids: readonly string[],
  room: number = roomOnPage,
): Promise<ReadonlyMap<string, ShownText>> {
  if (ids.length === 0) return new Map();
  // Length in bytes and beginning can be read without decompressing the whole text; a number of lines, for one, cannot.
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
