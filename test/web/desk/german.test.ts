import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { commandId, recordingGateway, wordsAt, wordsOf } from './desk.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb({ tickets: recordingGateway() });
  tenant = await createTenant(web.orm, {
    people: { agnes: { name: 'Agnes Agent', agent: true }, rita: { name: 'Rita Reporter' } },
  });
  const id = tenant.people.rita.userId;
  await inTenant(web.orm, tenant.id, (em) =>
    em.nativeUpdate(UserEntity, { tenantId: tenant.id, id }, { language: 'de' }),
  );
});
afterAll(() => web.close());

describe('The desk in German (R41)', () => {
  it('calls a ticket, its status and its history by German words', async () => {
    const rita = web.as(tenant.people.rita);
    const beginning = { tenantId: tenant.id, reporterId: tenant.people.rita.userId, title: 'Der Drucker brennt' };
    const { number } = await writeTicket(web.orm, beginning, [
      { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'set_status', to: 'in_progress' }] },
      { by: reporterActor(tenant.people.rita.userId), changes: [{ kind: 'request_withdrawal' }] },
    ]);
    const list = await wordsAt(rita, '/desk');
    expect(list).toContain('Meine Tickets');
    expect(list).toMatch(/Der Drucker brennt .* Störung .* In Bearbeitung/);
    const page = await wordsAt(rita, `/desk/${number}`);
    expect(page).toContain('Agnes Agent kümmert sich darum');
    expect(page).toContain(`deshalb storniert das Support-Team ${number}.`);
    expect(page).toContain('Sie haben mitgeteilt, dass Sie es nicht mehr brauchen');
  });

  it('says in German what is missing in a form', async () => {
    const answer = await web.as(tenant.people.rita).post('/desk/new', commandId());
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<html lang="de"');
    expect(answer.text).toContain('<title>Fehler: Neues Ticket');
    expect(wordsOf(answer.text)).toContain('Wählen Sie, worum es geht.');
  });

  it('stays English for the next person', async () => {
    expect(await wordsAt(web.as(tenant.people.agnes), '/desk')).toContain('My tickets');
  });
});
