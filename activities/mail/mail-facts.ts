import type { TenantEm } from '../../src/db/in-tenant.ts';
import { readReportersKeys } from '../../src/db/reading/key-names.ts';
import type { Language } from '../../src/domain/languages.ts';
import { normalAddress } from '../../src/domain/mail-address.ts';
import { type Licence, mayHappen } from '../../src/domain/licence.ts';
import { loopGuard } from '../../src/domain/notices.ts';
import type { TicketType } from '../../src/domain/ticket.ts';
import { readLicence } from '../../src/host/licence/read-licence.ts';
import { type FoundTemplate, templateFor } from '../../src/settings/mail-templates/template-for.ts';
import { mailSender, type MailSender } from '../../src/settings/mail-sender.ts';
import type { ClaimedNotice } from './claim-notices.ts';

type Person = Readonly<{ name: string; email: string; active: boolean; language: Language }>;

/** What the mails of a ticket say beside their notices. */
export type MailFacts = Readonly<{
  licence: Licence | null;
  ticket: Readonly<{ number: string; title: string; type: TicketType; tenant_name: string; reporter_name: string }>;
  people: ReadonlyMap<string, Person>;
  texts: ReadonlyMap<string, string>;
  /** The keys by which the reporter acted, by the events' sequences. */
  reportersKeys: ReadonlyMap<number, string>;
  sender: MailSender;
  /** The tenant's own words for a notice, by its id, where it has some for it. */
  own: ReadonlyMap<string, FoundTemplate>;
  /** How many mails about the ticket each recipient has got lately; `recipientOf` says whose they are. */
  sentLately: Map<string, number>;
}>;

/** Who gets the notice: a person's id, or the address in its normal form. */
export function recipientOf(notice: Pick<ClaimedNotice, 'recipient_id' | 'recipient_address'>): string {
  return notice.recipient_id ?? normalAddress(notice.recipient_address ?? '');
}

/** Reads it in a few small queries: one that joins everything takes longer to plan than to run. */
export async function readMailFacts(
  em: TenantEm,
  of: { tenantId: string; ticketId: string; now: Date },
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
  const people = await em.execute<(Person & { id: string })[]>(
    'select id, name, email, active, language from app_user where tenant_id = ? and id = any(?)',
    [of.tenantId, idsOf(notices.flatMap((notice) => [notice.recipient_id, notice.assignee_id]))],
  );
  const texts = await em.execute<{ id: string; body: string }[]>(
    'select id, body from ticket_text where tenant_id = ? and id = any(?)',
    [of.tenantId, idsOf(notices.map((notice) => notice.text_id))],
  );
  const licence = await readLicence(em, of.tenantId);
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    licence,
    ticket,
    people: byId,
    texts: new Map(texts.map((text) => [text.id, text.body])),
    reportersKeys: await readReportersKeys(
      em,
      of.ticketId,
      notices.map((notice) => notice.event_sequence),
    ),
    sender: await mailSender(em, of.tenantId),
    own: mayHappen(licence, 'own_templates', of.now) ? await ownWords(em, of.tenantId, notices, byId) : new Map(),
    sentLately: await sentLately(em, of),
  };
}

async function ownWords(
  em: TenantEm,
  tenantId: string,
  notices: readonly ClaimedNotice[],
  people: ReadonlyMap<string, Person>,
): Promise<Map<string, FoundTemplate>> {
  const words = new Map<string, FoundTemplate>();
  for (const { id, event, audience, recipient_id } of notices) {
    const language = people.get(recipient_id ?? '')?.language ?? '';
    const found = await templateFor(em, tenantId, { event, audience, language });
    if (found !== null) words.set(id, found);
  }
  return words;
}

async function sentLately(
  em: TenantEm,
  of: { tenantId: string; ticketId: string; now: Date },
): Promise<Map<string, number>> {
  const rows = await em.execute<{ recipient_id: string | null; recipient_address: string | null; n: number }[]>(
    `select recipient_id, recipient_address, count(*)::int as n from notice
     where tenant_id = ? and ticket_id = ? and sent_at > ?::timestamptz - make_interval(mins => ?) group by 1, 2`,
    [of.tenantId, of.ticketId, of.now, loopGuard.minutes],
  );
  return new Map(rows.map((row) => [recipientOf(row), row.n]));
}

/** The ids as PostgreSQL writes an array. */
function idsOf(ids: readonly (string | null)[]): string {
  return `{${ids.filter((id) => id !== null).join(',')}}`;
}
