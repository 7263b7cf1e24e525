import { z } from 'zod';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Asset, readAssets } from '../../src/db/reading/assets.ts';
import type { LinkedTicket } from '../../src/db/reading/agent-ticket.ts';
import {
  type KnownMovement,
  type LinkedAsset,
  readLinkedAssets,
  readLinkedMovement,
  readMovementsOf,
  readOtherActiveTickets,
} from '../../src/db/reading/assets-of-ticket.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { readQuery } from '../forms/form.ts';
import { searchField } from '../forms/search-field.ts';
import type { PageContext } from '../http/context.ts';
import type { LinksShown } from '../http/links-shown.ts';

/** The assets and the movement of a ticket, other tickets about them, and what could be linked. */
export type LoadedLinks = Readonly<{
  assets: readonly LinkedAsset[];
  others: ReadonlyMap<string, readonly LinkedTicket[]>;
  movement: Awaited<ReturnType<typeof readLinkedMovement>>;
  movements: readonly KnownMovement[];
  /** What was searched for and found; null if nothing was searched for. */
  search: Readonly<{ q: string; found: readonly Asset[] }> | null;
}>;

/** How many other tickets of an asset are shown, how many movements are offered, and how many assets a search finds. */
export const othersShown = 3;
const movementsShown = 50;
const foundShown = 10;

const nothing: LoadedLinks = { assets: [], others: new Map(), movement: null, movements: [], search: null };

const searchQuery = z.object({ asset_q: searchField });

/** What the address of the ticket's page searches for among the assets. */
export function assetSearchIn(ctx: PageContext): string {
  return readQuery(ctx, searchQuery).asset_q;
}

/** Loads them, as far as the licence shows them. */
export async function loadLinks(em: TenantEm, ticket: Ticket, shown: LinksShown, q: string): Promise<LoadedLinks> {
  if (!shown.assets) return nothing;
  return {
    assets: await readLinkedAssets(em, ticket),
    others: await readOtherActiveTickets(em, ticket, othersShown),
    movement: shown.movements ? await readLinkedMovement(em, ticket) : null,
    movements: shown.movements ? await readMovementsOf(em, ticket.assetIds, movementsShown) : [],
    search: q === '' ? null : { q, found: await find(em, q) },
  };
}

/** Agents can link any asset of the tenant. */
function find(em: TenantEm, q: string): Promise<Asset[]> {
  const filter = { search: q, category: null, holder: null, after: null };
  return readAssets(em, { userId: '', reach: 'all' }, filter, foundShown);
}
