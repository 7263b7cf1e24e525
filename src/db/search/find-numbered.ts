import { readTypedNumber } from '../../domain/numbering.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Searcher } from './searcher.ts';

/**
 * The ticket that a typed number means, in any spelling: `15`, `#15`, `TKT-15`, `tkt000015` (R36). A prefix has to be one
 * that the tenant has or had, for a ticket keeps the number that it was given. Null if there is no such ticket, or not for
 * this person.
 */
export async function findNumbered(
  em: TenantEm,
  text: string,
  searcher: Searcher,
): Promise<Readonly<{ id: string; number: string }> | null> {
  const typed = readTypedNumber(text);
  if (typed === null) return null;
  const [found] = await em.execute<{ id: string; number: string }[]>(
    `select n.id, n.number from (select ?::bigint as count, ?::text as prefix) a, ticket_numbered(a.count) n
     where (a.prefix is null or starts_with(n.number, a.prefix || '-')
       or exists (select 1 from itsm_settings s where s.ticket_prefix = a.prefix)
       or exists (select 1 from settings_change c
         where c.kind = 'prefix_changed' and to_jsonb(a.prefix) in (c.before, c.after)))
       ${searcher.kind === 'agent' ? '' : 'and exists (select 1 from ticket t where t.id = n.id and t.reporter_id = ?)'}`,
    [typed.count, typed.prefix, ...(searcher.kind === 'agent' ? [] : [searcher.userId])],
  );
  return found ?? null;
}
