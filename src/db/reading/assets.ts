import type { AssetCategory, AssetReach } from '../../domain/asset.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Condition } from '../condition.ts';
import { namedSql, namesSought } from '../search/names.ts';

/** Whose view it is: of all assets of the tenant, or of those that the person holds. */
export type AssetReader = Readonly<{ userId: string; reach: AssetReach }>;

/** An asset as its pages show it. */
export type Asset = Readonly<{
  id: string;
  version: number;
  inventoryNumber: string;
  name: string;
  category: AssetCategory;
  serialNumber: string | null;
  holderId: string | null;
  holder: string | null;
  location: string | null;
  createdAt: Date;
  updatedAt: Date;
}>;

/** Which assets a list holds; null does not narrow it. `after` is the last asset of the previous page. */
export type AssetFilter = Readonly<{
  search: string | null;
  category: AssetCategory | null;
  holder: Readonly<{ id: string | null }> | null;
  after: AssetPlace | null;
}>;

/**
 * Where a page ended. It includes the name, because the asset may be renamed or deleted before the next page is read.
 */
export type AssetPlace = Readonly<{ name: string; id: string }>;

/** A page of assets by name, of those that the reader may open. */
export async function readAssets(
  em: TenantEm,
  reader: AssetReader,
  filter: AssetFilter,
  limit: number,
): Promise<Asset[]> {
  const parts: Condition[] = inReach(reader);
  const and = (sql: string, ...params: unknown[]): void => void parts.push({ sql, params });
  // An array: the planner takes a set of unknown size for a large one, and would read every asset.
  if (filter.search !== null) and(`a.id = any (array(${namedSql}))`, ...namesSought('asset', filter.search));
  if (filter.category !== null) and('a.category = ?', filter.category);
  if (filter.holder?.id === null) and('a.holder_id is null');
  else if (filter.holder !== null) and('a.holder_id = ?', filter.holder.id);
  if (filter.after !== null) and('(a.name, a.id) > (?::text, ?::uuid)', filter.after.name, filter.after.id);
  const where = parts.length === 0 ? '' : `where ${parts.map((part) => part.sql).join(' and ')}`;
  const rows = await em.execute<Raw[]>(`${select} ${where} order by a.name, a.id limit ?`, [
    ...parts.flatMap((part) => part.params),
    limit,
  ]);
  return rows.map(assetOf);
}

/** The asset with that id; null if there is none, or none for this reader. */
export async function readAsset(em: TenantEm, reader: AssetReader, id: string): Promise<Asset | null> {
  const conditions = [{ sql: 'a.id = ?', params: [id] }, ...inReach(reader)];
  const [row] = await em.execute<Raw[]>(
    `${select} where ${conditions.map(({ sql }) => sql).join(' and ')}`,
    conditions.flatMap(({ params }) => params),
  );
  return row === undefined ? null : assetOf(row);
}

type Raw = Omit<Asset, 'createdAt' | 'updatedAt'> & { createdAt: string; updatedAt: string };

const select = `select a.id, a.version, a.inventory_number as "inventoryNumber", a.name, a.category,
    a.serial_number as "serialNumber", a.holder_id as "holderId", u.name as holder, a.location,
    a.created_at as "createdAt", a.updated_at as "updatedAt"
  from asset a left join app_user u on u.id = a.holder_id`;

function inReach({ reach, userId }: AssetReader): Condition[] {
  return reach === 'all' ? [] : [{ sql: 'a.holder_id = ?', params: [userId] }];
}

function assetOf(row: Raw): Asset {
  return { ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) };
}
