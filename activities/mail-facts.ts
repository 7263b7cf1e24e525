import type { TenantEm } from '../src/db/in-tenant.ts';
import type { Licence } from '../src/domain/licence.ts';
import type { TicketType } from '../src/domain/ticket.ts';
import { readLicence } from '../src/host/licence/read-licence.ts';
import type { ClaimedNotice } from './claim-notices.ts';

/** What the mails of a ticket say beside their notices. */
export type MailFacts = Readonly<{
  licence: Licence | null;
  ticket: Readonly<{ number: string; title: string; type: TicketType; tenant_name: string; reporter_name: string }>;
  people: ReadonlyMap<string, Readonly<{ name: string; email: string; active: boolean }>>;
  texts: ReadonlyMap<string, string>;
}>;

/** Reads it in a few small queries: one that joins everything takes longer to plan than to run. */
export async function readMailFacts(
  em: TenantEm,
  of: { tenantId: string; ticketId: string },
  notices: readonly ClaimedNotice[],
): Promise<MailFacts> {
  const [ticket] = await em.execute<MailFacts['ticket'][]>(
    `select k.number, k.title, k.type, t.name as tenant_name, r.name as reporter_name
     from ticket k join tenant t on t.id = k.tenant_id
     join app_user r on r.tenant_id = k.tenant_id and r.id = k.reporter_id
     where k.tenant_id = ? and k.id = ?`,
    [of.tenantId, of.ticketId],
  );
  if (ticket === undefined) throw new Error('A notice without its ticket');
  const people = await em.execute<{ id: string; name: string; email: string; active: boolean }[]>(
    'select id, name, email, active from app_user where tenant_id = ? and id = any(?)',
    [of.tenantId, idsOf(notices.flatMap((notice) => [notice.recipient_id, notice.assignee_id]))],
  );
  const texts = await em.execute<{ id: string; body: string }[]>(
    'select id, body from ticket_text where tenant_id = ? and id = any(?)',
    [of.tenantId, idsOf(notices.map((notice) => notice.text_id))],
  );
  return {
    licence: await readLicence(em, of.tenantId),
    ticket,
    people: new Map(people.map((person) => [person.id, person])),
    texts: new Map(texts.map((text) => [text.id, text.body])),
  };
}

/** The ids as PostgreSQL writes an array. */
function idsOf(ids: readonly (string | null)[]): string {
  return `{${ids.filter((id) => id !== null).join(',')}}`;
}
