import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Orm } from '../../../src/db/orm.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';

/** Writes the counts that belong to the tickets which a test has written, as saveTicket would have. */
export async function writeCounts(orm: Orm, tenantId: string): Promise<void> {
  await inTenant(orm, tenantId, async (em) => {
    await em.execute('delete from ticket_count', [], 'run');
    // Two rows of differences that come to nothing show that counts are sums, not rows.
    await em.execute(
      `insert into ticket_count (tenant_id, status, assignee_id, waiting_for, n)
       select tenant_id, status, assignee_id, waiting_for, 1 from ticket
       union all select ?, 'open', null::uuid, 'agent', 1
       union all select ?, 'open', null::uuid, 'agent', -1`,
      [tenantId, tenantId],
      'run',
    );
  });
}

/** The numbers of the tickets that a queue page lists, in order. */
export function listed(html: string): string[] {
  const body = html.slice(html.indexOf('<tbody>'), html.indexOf('</tbody>'));
  return [...body.matchAll(/class="t-number">([^<]+)</g)].map((match) => match[1] ?? '');
}

/** The address of a link by its `rel`, as a browser would read it. */
export function linkTo(html: string, rel: 'next' | 'prev'): string | null {
  const found = new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html);
  return found?.[1]?.replaceAll('&amp;', '&') ?? null;
}

/** The id of the text that a ticket was filed with as its description. */
export async function firstDescriptionOf(orm: Orm, ticket: Ticket): Promise<string> {
  return inTenant(orm, ticket.tenantId, async (em) => {
    const [event] = await em.execute<{ textId: string }[]>(
      `select text_id as "textId" from ticket_event where ticket_id = ? and sequence = 1`,
      [ticket.id],
    );
    if (event === undefined) throw new Error('A ticket begins with an event');
    return event.textId;
  });
}
