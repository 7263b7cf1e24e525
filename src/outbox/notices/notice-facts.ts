import type { TenantEm } from '../../db/in-tenant.ts';
import { readReportersKeys } from '../../db/reading/key-names.ts';
import { type Licence, mayHappen } from '../../domain/licence.ts';
import type { TicketType } from '../../domain/ticket.ts';
import { readLicence } from '../../host/licence/read-licence.ts';
import { type FoundTemplate, templateFor } from '../../settings/mail-templates/template-for.ts';
import { type Chosen, mailSettings, type MailSettings } from '../../settings/mail-settings.ts';
import type { ClaimedNotice } from './claim.ts';
import { idsOf } from '../ids-of.ts';
import { readSentLately, type SentLately } from './sent-lately.ts';

type Person = Chosen & Readonly<{ name: string; email: string; active: boolean }>;

/** What the mails of a ticket say about it. */
export type NoticedTicket = Readonly<{ id: string; number: string; title: string; type: TicketType; reporter: string }>;

/** What the mails of a tenant say besides their notices. */
export type NoticeFacts = Readonly<{
  tenantName: string;
  licence: Licence | null;
  maxEmailsMonth: number;
  tickets: ReadonlyMap<string, NoticedTicket>;
  people: ReadonlyMap<string, Person>;
  texts: ReadonlyMap<string, string>;
  /** The names of the keys through which reporters acted, by the ids of the notices about it. */
  reportersKeys: ReadonlyMap<string, string>;
  settings: MailSettings;
  /** The tenant's own template for a notice, by its id, if there is one. */
  own: ReadonlyMap<string, FoundTemplate>;
  sentLately: SentLately;
}>;

/** Reads the facts in a few small queries: one that joins everything takes longer to plan than to run. */
export async function readNoticeFacts(
  em: TenantEm,
  of: { tenantId: string; now: Date },
  notices: readonly ClaimedNotice[],
): Promise<NoticeFacts> {
  const { tenantId, now } = of;
  const ticketIds = idsOf(notices.map((notice) => notice.ticketId));
  const tickets = await em.execute<(NoticedTicket & { tenantName: string })[]>(
    `select k.id, k.number, k.title, k.type, r.name as reporter, t.name as "tenantName"
     from ticket k join tenant t on t.id = k.tenant_id
     join app_user r on r.tenant_id = k.tenant_id and r.id = k.reporter_id
     where k.tenant_id = ? and k.id = any(?::uuid[])`,
    [tenantId, ticketIds],
  );
  const people = await em.execute<(Person & { id: string })[]>(
    `select id, name, email, active, language, time_zone as "timeZone" from app_user
     where tenant_id = ? and id = any(?::uuid[])`,
    [tenantId, idsOf(notices.flatMap((notice) => [notice.recipientId, notice.assigneeId, notice.actorId]))],
  );
  const texts = await em.execute<{ id: string; body: string }[]>(
    'select id, body from ticket_text where tenant_id = ? and id = any(?::uuid[])',
    [tenantId, idsOf(notices.map((notice) => notice.textId))],
  );
  const licence = await readLicence(em, tenantId);
  const settings = await mailSettings(em, tenantId);
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    tenantName: tickets[0]?.tenantName ?? '',
    licence,
    maxEmailsMonth: licence?.maxEmailsMonth ?? 0,
    tickets: new Map(tickets.map((ticket) => [ticket.id, ticket])),
    people: byId,
    texts: new Map(texts.map((text) => [text.id, text.body])),
    reportersKeys: await readReportersKeys(em, tenantId, notices),
    settings,
    own: mayHappen(licence, 'own_templates', now)
      ? await ownTemplates(em, tenantId, notices, { people: byId, settings })
      : new Map(),
    sentLately: await readSentLately(em, of, notices),
  };
}

async function ownTemplates(
  em: TenantEm,
  tenantId: string,
  notices: readonly ClaimedNotice[],
  { people, settings }: Pick<NoticeFacts, 'people' | 'settings'>,
): Promise<Map<string, FoundTemplate>> {
  const templates = new Map<string, FoundTemplate>();
  const known = new Map<string, FoundTemplate | null>();
  for (const { id, event, audience, recipientId } of notices) {
    const language = people.get(recipientId ?? '')?.language ?? settings.chosen.language ?? '';
    const key = `${event} ${audience} ${language}`;
    if (!known.has(key)) known.set(key, await templateFor(em, tenantId, { event, audience, language }));
    const found = known.get(key);
    if (found) templates.set(id, found);
  }
  return templates;
}
