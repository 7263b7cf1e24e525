import type { ApiScope } from '../../domain/api-scopes.ts';
import type { Permission } from '../../domain/permissions.ts';
import type { KeyEnvironment } from '../../host/api-keys/api-key.ts';
import type { TenantEm } from '../in-tenant.ts';

/** An API key as Settings lists it: for a person of the tenant, or for an integration with permissions of its own. */
export type ListedKey = Readonly<{
  id: string;
  name: string;
  environment: KeyEnvironment;
  scopes: readonly ApiScope[];
  person: Readonly<{ id: string; name: string }> | null;
  permissions: readonly Permission[] | null;
  createdAt: Date;
  /** Who has made it; null for the platform's own setting up. */
  createdBy: Readonly<{ id: string; name: string }> | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  isReplaced: boolean;
}>;

type When = Date | string | null;
type Row = Omit<ListedKey, 'person' | 'createdBy' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'> & {
  userId: string | null;
  userName: string;
  makerId: string | null;
  makerName: string;
  createdAt: Date | string;
  expiresAt: When;
  revokedAt: When;
  lastUsedAt: When;
};

/**
 * The keys, those that work at `now` first, then the newest; from the one after `after` (an id). With `of` only those that
 * act for that person.
 */
export async function readKeys(
  em: TenantEm,
  { now, after, limit, of = null }: { now: Date; after: string | null; limit: number; of?: string | null },
): Promise<ListedKey[]> {
  const place = (key: string): string[] => [
    `(${key}.revoked_at is null and (${key}.expires_at is null or ${key}.expires_at > ?))`,
    `${key}.created_at`,
    `${key}.id`,
  ];
  const whose = of === null ? 'true' : 'k.user_id = ?';
  const onwards = `and (${place('k').join()}) < (select ${place('b').join()} from api_key b where b.id = ?)`;
  const order = place('k').map((value) => `${value} desc`);
  const sql = `${selectKeys} where ${whose} ${after === null ? '' : onwards} order by ${order.join()} limit ?`;
  const params = [of === null ? [] : of, after === null ? [] : [now, now, after], now, limit].flat();
  return (await em.execute<Row[]>(sql, params)).map(keyFrom);
}

/** One key of the tenant, or null where it has none with that id. */
export async function readKey(em: TenantEm, id: string): Promise<ListedKey | null> {
  const [row] = await em.execute<Row[]>(`${selectKeys} where k.id = ?`, [id]);
  return row === undefined ? null : keyFrom(row);
}

const selectKeys = `
  select k.id, k.name, k.environment, k.scopes, k.permissions, k.user_id as "userId", u.name as "userName",
    k.created_at as "createdAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
    k.last_used_at as "lastUsedAt", k.replaced_by is not null as "isReplaced", m.id as "makerId", m.name as "makerName"
  from api_key k left join app_user u on u.tenant_id = k.tenant_id and u.id = k.user_id
  left join app_user m on m.tenant_id = k.tenant_id and m.id = k.created_by`;

function keyFrom({ userId, userName, makerId, makerName, ...row }: Row): ListedKey {
  return {
    ...row,
    person: userId === null ? null : { id: userId, name: userName },
    createdBy: makerId === null ? null : { id: makerId, name: makerName },
    createdAt: new Date(row.createdAt),
    expiresAt: dateOf(row.expiresAt),
    revokedAt: dateOf(row.revokedAt),
    lastUsedAt: dateOf(row.lastUsedAt),
  };
}

function dateOf(at: When): Date | null {
  return at === null ? null : new Date(at);
}
