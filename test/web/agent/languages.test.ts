import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { statuses } from '../../../src/domain/status.ts';
import { cancelReasons, channels, priorities, type Ticket, ticketTypes } from '../../../src/domain/ticket.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { catalogues } from '../../../src/locales/catalogue.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';
import { writeCounts } from './rows.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let ticket: Ticket;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, name: 'Agnes Ahrens' }, rita: { name: 'Rita Rabe' } },
  });
  const { agnes, rita } = tenant.people;
  const by = agentActor(agnes.userId);
  const byRita = reporterActor(rita.userId);
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId, title: 'Drucker' }, [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'edit', priority: 'high', type: 'service_request' }] },
    { by, changes: [{ kind: 'comment', visibility: 'internal', body: 'Kabel?' }] },
    { by, changes: [{ kind: 'set_status', to: 'resolved', solution: 'Eingeschaltet.' }] },
    { by: byRita, changes: [{ kind: 'answer_resolution', answer: 'still_broken', body: 'Immer noch nichts.' }] },
  ]);
  await writeCounts(web.orm, tenant.id);
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const german = { 'Accept-Language': 'de-DE, en;q=0.5' };
const inGerman = async (path: string) => (await web.as(tenant.people.agnes).get(path, german)).text;
const wordsIn = (html: string) =>
  html
    .slice(html.indexOf('<main'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** The agents' English texts of three words and more, apart from those that have values in them. */
const englishTexts = Object.entries(catalogues.en)
  .filter(([key]) => key.startsWith('agent.'))
  .flatMap(([, text]) => (text !== undefined && !text.includes('{') && text.split(' ').length > 2 ? [text] : []));

describe('an agent who reads German', () => {
  it.each(['/tickets', '/tickets?view=closed', '/tickets/new', '', '/edit', '/history', '/mails'])(
    'finds no English text of ours on the page %s',
    async (part) => {
      const html = await inGerman(part.startsWith('/tickets') ? part : `/tickets/${ticket.number}${part}`);
      expect(html).toContain('<html lang="de"');
      expect(englishTexts.filter((text) => html.includes(text))).toEqual([]);
    },
  );

  it('reads the queue with its views, columns and filters', async () => {
    const words = wordsIn(await inGerman('/tickets?status=resolved&assignee=me'));
    for (const text of [
      'Wartet auf uns 1',
      'Nicht zugewiesen 0',
      'Filter entfernen: Status: Gelöst',
      'Zugewiesen an: Mir',
      'Ticket Titel Gemeldet von Zugewiesen an Status Wartet Geändert',
      'Noch nicht gelöst Hoch',
    ])
      expect(words).toContain(text);
  });

  it('reads what happened to a ticket in whole German sentences', async () => {
    const words = wordsIn(await inGerman(`/tickets/${ticket.number}`));
    for (const text of [
      'Agnes Ahrens: von Offen zu In Bearbeitung',
      'Agnes Ahrens hat das Ticket übernommen',
      'Rita Rabe: „Noch nicht gelöst“',
      'Agnes Ahrens hat die Priorität geändert nur Agenten von Normal zu Hoch',
      'Rita Rabe hat die Störung über den Servicedesk eingereicht',
      'Wird per E-Mail an Rita Rabe gesendet',
      'Schließen ist endgültig, danach ist nur noch ein Folgeticket möglich.',
    ])
      expect(words).toContain(text);
  });

  it('is told in German what is wrong with a form and who was quicker', async () => {
    const agnes = web.as(tenant.people.agnes);
    const path = `/tickets/${ticket.number}`;
    const send = async (part: string, fields: Record<string, string>) =>
      wordsIn((await agnes.post(`${path}${part}`, fields, german)).text);
    expect(await send('/comments', { body: 'x' })).toContain('Wählen Sie aus, ob die meldende Person das lesen darf.');
    expect(await send('/status', { status: 'cancelled', reason_code: '' })).toContain(
      'Wählen Sie aus, warum das Ticket storniert wird.',
    );
    gateway.refuseWith({
      code: 'stale_field',
      key: 'refusal.stale.field',
      field: 'status',
      details: { seen: 'open', now: 'resolved' },
    });
    expect(await send('/status', { status: 'closed', seen_status: 'open' })).toContain(
      `Der Status von ${ticket.number} hat sich inzwischen von Offen zu Gelöst geändert.`,
    );
    expect(wordsIn(await inGerman('/tickets?reporter=rita'))).toContain(
      'Geben Sie die vollständige E-Mail-Adresse der meldenden Person ein.',
    );
  });

  it('keeps the language that they chose, whatever their browser prefers', async () => {
    const other = await createTenant(web.orm, { people: { gerda: { agent: true } } });
    const choose = (language: 'de' | 'en') =>
      inTenant(web.orm, other.id, (em) => em.nativeUpdate(UserEntity, { id: other.people.gerda.userId }, { language }));
    const gerda = web.as(other.people.gerda);
    await choose('de');
    const page = await gerda.get('/tickets', { 'Accept-Language': 'en' });
    expect(wordsIn(page.text)).toContain('Im Moment gibt es nichts zu tun');
    await choose('en');
    expect(wordsIn((await gerda.get('/tickets', german)).text)).toContain('There is nothing to do right now');
  });

  it('reads every status, type, priority, channel and reason in a word of its own', () => {
    const { t } = translatorFor('de');
    expect(statuses.map((status) => t(`ticket.status.${status}`))).toEqual([
      'Offen',
      'In Bearbeitung',
      'Gelöst',
      'Geschlossen',
      'Storniert',
    ]);
    expect(ticketTypes.map((type) => t(`ticket.type.${type}`))).toEqual(['Störung', 'Serviceanfrage']);
    expect(priorities.map((priority) => t(`ticket.priority.${priority}`))).toEqual([
      'Niedrig',
      'Normal',
      'Hoch',
      'Dringend',
    ]);
    for (const words of [
      channels.map((channel) => t(`ticket.channel.${channel}`)),
      cancelReasons.map((reason) => t(`ticket.cancel_reason.${reason}`)),
    ])
      expect(new Set(words).size).toBe(words.length);
  });
});
