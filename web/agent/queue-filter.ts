import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Person, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { readAsset } from '../../src/db/reading/assets.ts';
import type { AssigneeFilter, QueueFilter } from '../../src/db/reading/agent-queue-filter.ts';
import { assetLabel } from '../../src/domain/asset.ts';
import type { LinksShown } from '../http/links-shown.ts';
import type { FieldError } from '../forms/field-error.ts';
import type { QueueQuery } from './queue-query.ts';

const dayInMs = 24 * 60 * 60 * 1000;

/** A query with its people and asset found in the tenant: the filter for the database, and both for the page. */
export type ResolvedQuery = Readonly<{
  filter: QueueFilter;
  reporter: Person | null;
  /** The asset that the list is about, in words; null without one. */
  asset: string | null;
  problems: readonly FieldError[];
}>;

/**
 * Finds what a query names. A reporter whom nobody knows is a problem of the field. An asset may be gone and its tickets
 * still there; while links are not shown, it is ignored (R29).
 */
export async function resolveQuery(
  em: TenantEm,
  query: QueueQuery,
  asking: Readonly<{ userId: string; links: LinksShown }>,
): Promise<ResolvedQuery> {
  const { userId, links } = asking;
  const assetId = links.assets ? query.asset : undefined;
  const reporter = query.reporter === undefined ? null : await findPerson(em, query.reporter);
  const unknown = query.reporter !== undefined && reporter === null;
  return {
    reporter,
    problems: unknown
      ? [{ field: 'reporter', message: 'Nobody has this e-mail address. Check how it is written.' }]
      : [],
    asset: assetId === undefined ? null : await assetWords(em, assetId, userId),
    filter: {
      view: query.view,
      userId,
      statuses: query.status,
      types: query.type,
      priorities: query.priority,
      assignee: assigneeOf(query.assignee, userId),
      reporterId: reporter?.id,
      assetId,
      words: query.q,
      createdFrom: startOf(query.created_from),
      createdBefore: endOf(query.created_to),
      updatedFrom: startOf(query.updated_from),
      updatedBefore: endOf(query.updated_to),
    },
  };
}

async function assetWords(em: TenantEm, assetId: string, userId: string): Promise<string> {
  const asset = await readAsset(em, { userId, reach: 'all' }, assetId);
  return asset === null ? 'one that is not there any more' : assetLabel(asset);
}

async function findPerson(em: TenantEm, named: string): Promise<Person | null> {
  if (named.includes('@')) return readPersonByEmail(em, named);
  return (await readPeople(em, [named]))[0] ?? null;
}

function assigneeOf(asked: string | undefined, userId: string): AssigneeFilter | undefined {
  if (asked === undefined) return undefined;
  if (asked === 'nobody' || asked === 'somebody') return { kind: asked };
  return { kind: 'person', id: asked === 'me' ? userId : asked };
}

function startOf(day: string | undefined): Date | undefined {
  return day === undefined ? undefined : new Date(`${day}T00:00:00Z`);
}

/** The end of a day that is itself part of the range. */
function endOf(day: string | undefined): Date | undefined {
  return day === undefined ? undefined : new Date(Date.parse(`${day}T00:00:00Z`) + dayInMs);
}
