import type { Status } from '../../domain/status.ts';
import { isActive } from '../active-tickets.ts';
import type { TenantEm } from '../in-tenant.ts';

/** A ticket as an asset's page lists it. */
export type AssetTicket = Readonly<{ number: string; title: string; status: Status; createdAt: Date }>;

/** Whose tickets are shown: those of one reporter, or everybody's if null (R27). */
export type OfReporter = string | null;

type Raw = Omit<AssetTicket, 'createdAt'> & { createdAt: string };

const active = isActive('t');
// An array: otherwise, for an asset with many tickets, the planner would rather read every ticket of the tenant.
const about = 't.id = any (array(select x.ticket_id from ticket_asset x where x.asset_id = ?))';
const columns = 't.number, t.title, t.status, t.created_at as "createdAt"';

/** The tickets about an asset, active ones first, then the newest. */
export async function readTicketsAbout(
  em: TenantEm,
  asked: { assetId: string; reporterId: OfReporter; limit: number },
): Promise<AssetTicket[]> {
  const { assetId, reporterId, limit } = asked;
  const rows = await em.execute<Raw[]>(
    `select ${columns} from ticket t
     where ${about} ${ofReporter(reporterId)}
     order by ${active} desc, t.created_at desc, t.id desc limit ?`,
    [assetId, ...(reporterId === null ? [] : [reporterId]), limit],
  );
  return rows.map(ticketOf);
}

/** How many tickets are about an asset: all of them, and the active ones. */
export async function countTicketsAbout(
  em: TenantEm,
  { assetId, reporterId }: { assetId: string; reporterId: OfReporter },
): Promise<{ all: number; active: number }> {
  const [counted] = await em.execute<{ all: number; active: number }[]>(
    `select count(*)::int as "all", count(*) filter (where ${active})::int as active
     from ticket t where ${about} ${ofReporter(reporterId)}`,
    [assetId, ...(reporterId === null ? [] : [reporterId])],
  );
  return counted ?? { all: 0, active: 0 };
}

/** The active tickets that keep an asset from being deleted (R28), newest first. */
export async function readTicketsInTheWay(
  em: TenantEm,
  asked: { assetId: string; reporterId: OfReporter; limit: number },
): Promise<AssetTicket[]> {
  const { assetId, reporterId, limit } = asked;
  const rows = await em.execute<Raw[]>(
    `select ${columns} from asset_link l join ticket t on t.id = l.ticket_id
     where l.asset_id = ? ${ofReporter(reporterId)} order by t.created_at desc, t.id desc limit ?`,
    [assetId, ...(reporterId === null ? [] : [reporterId]), limit],
  );
  return rows.map(ticketOf);
}

/** The newest tickets about each of these movements; one more than `limit` if there are more. */
export async function readTicketsOfMovements(
  em: TenantEm,
  asked: { movementIds: readonly string[]; reporterId: OfReporter; limit: number },
): Promise<ReadonlyMap<string, AssetTicket[]>> {
  const { movementIds, reporterId, limit } = asked;
  if (movementIds.length === 0) return new Map();
  const rows = await em.execute<(Raw & { movementId: string })[]>(
    `select n.*, w.id as "movementId" from unnest(?::uuid[]) with ordinality w (id, place)
     cross join lateral (
       select ${columns} from ticket t where t.movement_id = w.id ${ofReporter(reporterId)}
       order by t.created_at desc, t.id desc limit ?) n
     order by w.place, n."createdAt" desc`,
    [`{${movementIds.join(',')}}`, ...(reporterId === null ? [] : [reporterId]), limit + 1],
  );
  return Map.groupBy(
    rows.map((row) => ({ ...ticketOf(row), movementId: row.movementId })),
    ({ movementId }) => movementId,
  );
}

function ofReporter(reporterId: OfReporter): string {
  return reporterId === null ? '' : 'and t.reporter_id = ?';
}

function ticketOf({ number, title, status, createdAt }: Raw): AssetTicket {
  return { number, title, status, createdAt: new Date(createdAt) };
}
