import { inTenant, type TenantEm } from '../in-tenant.ts';
import type { Orm } from '../orm.ts';
import { type Named, type NamedPerson, writeNames, writePeople } from './names.ts';
import { rebuildTickets } from './rebuild-tickets.ts';

/** So many tickets are locked and written at once: nobody who changes one of them waits long. */
const ticketsAtOnce = 100;

const namesAtOnce = 500;

/** How a rebuild goes on: `done` of `total` tickets. */
export type RebuildProgress = Readonly<{ done: number; total: number }>;

/**
 * Whether a tenant's texts from before there was an index have been put into it. What is written since then is in it.
 */
export async function isRebuilt(em: TenantEm): Promise<boolean> {
  return (await em.execute('select 1 from search_rebuild where finished_at is not null')).length > 0;
}

/** Says of a new tenant, which has no texts yet, that all of them are in the index. */
export async function beginRebuilt(em: TenantEm, tenantId: string): Promise<void> {
  await em.execute('insert into search_rebuild (tenant_id, finished_at) values (?, now())', [tenantId], 'run');
}

/**
 * Writes a tenant's index anew, page by page, while the product runs: what changes meanwhile is kept by its own
 * transaction. A rebuild that was cut off goes on where it was; one that had finished begins again. Entries that are
 * there are found all the while.
 */
export async function rebuildTenant(
  orm: Orm,
  tenantId: string,
  tell: (progress: RebuildProgress) => void,
): Promise<void> {
  let after = await inTenant(orm, tenantId, (em) => begin(em, tenantId));
  await inPages(orm, tenantId, 'select u.id, u.name, u.email from app_user u', (em, page) =>
    writePeople(em, tenantId, page as NamedPerson[]),
  );
  const assets = 'select u.id, array[u.name, u.inventory_number, u.serial_number] as texts from asset u';
  await inPages(orm, tenantId, assets, (em, page) => writeNames(em, tenantId, 'asset', page as Named[]));
  const { total, before } = await inTenant(orm, tenantId, (em) => count(em, after));
  let done = before;
  for (;;) {
    const page = await inTenant(orm, tenantId, async (em) => {
      const rows = await em.execute<{ id: string }[]>(
        'select t.id from ticket t where t.id > ? order by t.id limit ?',
        [after, ticketsAtOnce],
      );
      const ids = rows.map(({ id }) => id);
      const last = ids.at(-1);
      if (last === undefined) return ids;
      await em.execute('update search_rebuild set after_id = ?', [last], 'run');
      await rebuildTickets(em, tenantId, ids);
      return ids;
    });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
    done += page.length;
    tell({ done, total });
  }
  await inTenant(orm, tenantId, (em) => em.execute('update search_rebuild set finished_at = now()', [], 'run'));
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The ticket after which to go on. */
async function begin(em: TenantEm, tenantId: string): Promise<string> {
  const [row] = await em.execute<{ after: string | null }[]>(
    `insert into search_rebuild (tenant_id) values (?)
     on conflict (tenant_id) do update set finished_at = null,
       after_id = case when search_rebuild.finished_at is null then search_rebuild.after_id end
     returning after_id as after`,
    [tenantId],
  );
  return row?.after ?? beforeAll;
}

async function count(em: TenantEm, after: string): Promise<{ total: number; before: number }> {
  const [row] = await em.execute<{ total: number; before: number }[]>(
    'select count(*)::int as total, (count(*) filter (where t.id <= ?))::int as before from ticket t',
    [after],
  );
  return row ?? { total: 0, before: 0 };
}

/** Goes through what is found by name, page by page, each locked against change until it is written. */
async function inPages(
  orm: Orm,
  tenantId: string,
  from: string,
  write: (em: TenantEm, page: Readonly<{ id: string }>[]) => Promise<void>,
): Promise<void> {
  for (let after: string | undefined = beforeAll; after !== undefined;) {
    after = await inTenant(orm, tenantId, async (em) => {
      const page = await em.execute<{ id: string }[]>(`${from} where u.id > ? order by u.id limit ? for share`, [
        after,
        namesAtOnce,
      ]);
      await write(em, page);
      return page.at(-1)?.id;
    });
  }
}
