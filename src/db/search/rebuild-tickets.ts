import type { TenantEm } from '../in-tenant.ts';
import { SearchWriting } from './search-writing.ts';
import { ticketTexts } from './ticket-texts.ts';

/**
 * Writes the index entries of these tickets anew from their rows. They are locked meanwhile, so that none of them changes
 * between what is read and what is written.
 */
export async function rebuildTickets(em: TenantEm, tenantId: string, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  const ids = `{${ticketIds.join(',')}}`;
  const rows = await em.execute<TicketRow[]>(
    `select t.id, t.number, t.title, d.body as description, t.reporter_id as "reporterId", t.assignee_id as "assigneeId",
       t.movement_id as "movementId", m.body as movement
     from ticket t
     left join ticket_text d on d.id = t.description_text_id
     left join ticket_text m on m.id = t.movement_text_id
     where t.id = any (?::uuid[]) order by t.id for no key update of t`,
    [ids],
  );
  const messages = await em.execute<MessageRow[]>(
    `select e.ticket_id as "ticketId", x.id, x.body, e.audience = 'agents' as "forAgents"
     from ticket_event e join ticket_text x on x.id = e.text_id
     where e.ticket_id = any (?::uuid[]) and e.type in ('comment_added', 'status_changed')`,
    [ids],
  );
  const assets = await em.execute<AssetRow[]>(
    `select a.ticket_id as "ticketId", a.asset_id as id, x.body from ticket_asset a join ticket_text x on x.id = a.text_id
     where a.ticket_id = any (?::uuid[])`,
    [ids],
  );
  await em.execute('delete from search_entry e where e.ticket_id = any (?::uuid[])', [ids], 'run');
  const writing = new SearchWriting(tenantId);
  for (const row of rows) {
    const index = ticketTexts(writing, row);
    index.title(row.title);
    index.description(row.description ?? '');
    index.people();
    for (const { ticketId, id, body, forAgents } of messages)
      if (ticketId === row.id) index.message(id, body, forAgents);
    for (const { ticketId, id, body } of assets) if (ticketId === row.id) index.linked(id, body);
    if (row.movementId !== null) index.linked(row.movementId, row.movement ?? '');
  }
  await writing.write(em);
}

type TicketRow = Readonly<{
  id: string;
  number: string;
  title: string;
  description: string | null;
  reporterId: string;
  assigneeId: string | null;
  movementId: string | null;
  movement: string | null;
}>;

type MessageRow = Readonly<{ ticketId: string; id: string; body: string; forAgents: boolean }>;

type AssetRow = Readonly<{ ticketId: string; id: string; body: string }>;
