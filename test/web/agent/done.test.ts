import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'bo' | 'rita'>;
let agnes: Browser;
let ticket: Ticket;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true }, bo: { agent: true, name: 'Bo <b>Berg</b>' }, rita: { name: 'Rita Sommer' } },
  });
  agnes = web.as(tenant.people.agnes);
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, [
    { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'assign', to: tenant.people.bo.userId }] },
  ]);
});
afterAll(() => web.close());

/** Sends a form and gives the line that the page then shows. */
async function doneAfter(part: string, fields: Record<string, string>): Promise<string | undefined> {
  const { status, location } = await agnes.post(`/tickets/${ticket.number}/${part}`, fields);
  expect([status, location]).toEqual([303, expect.stringMatching(/\?done=\w+#done$/)]);
  return lineIn((await agnes.get(location ?? '')).text);
}

function lineIn(text: string): string | undefined {
  return /id="done" tabindex="-1">[^]*?<p>([^]*?)<\/p>/.exec(text)?.[1];
}

describe('the line that says what was done', () => {
  it('names the reporter of a reply, and tells a note from it', async () => {
    expect(await doneAfter('comments', { body: 'Hi', visibility: 'external' })).toBe('Reply sent to Rita Sommer');
    const taking = { body: 'Hi', visibility: 'external', take: 'yes' };
    expect(await doneAfter('comments', taking)).toBe('Reply sent to Rita Sommer. You are the assignee now');
    expect(await doneAfter('comments', { body: 'Psst', visibility: 'internal' })).toBe('Internal note added');
    const solved = { body: 'Done', visibility: 'external', status: 'resolved' };
    expect(await doneAfter('comments', solved)).toBe('Reply sent to Rita Sommer. Status changed to Resolved');
  });

  it('names the new status, and who has it now', async () => {
    const { agnes: me, bo } = tenant.people;
    expect(await doneAfter('status', { status: 'resolved', solution: 'x' })).toBe('Status changed to Resolved');
    expect(await doneAfter('assignee', { assignee: me.userId })).toBe('Taken: you are the assignee now');
    expect(await doneAfter('assignee', { assignee: bo.userId })).toBe('Assigned to Bo &lt;b&gt;Berg&lt;/b&gt;');
    expect(await doneAfter('assignee', { assignee: '' })).toBe('Given back to the queue');
  });

  it('names the value of a single field, and speaks of changes where there are several', async () => {
    expect(await doneAfter('edit', { priority: 'urgent' })).toBe('Priority changed to Urgent');
    expect(await doneAfter('edit', { type: 'service_request' })).toBe('Type changed to Service request');
    expect(await doneAfter('edit', { title: 'Another', priority: 'low' })).toBe('Changes saved');
  });

  it('speaks the reader’s language', async () => {
    const { userId: id } = tenant.people.bo;
    await inTenant(web.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { tenantId: tenant.id, id }, { language: 'de' }),
    );
    const { text } = await web.as(tenant.people.bo).get(`/tickets/${ticket.number}?done=replied`);
    expect(lineIn(text)).toBe('Antwort an Rita Sommer gesendet');
  });

  it('is never taken from the address', async () => {
    for (const done of ['<b>', 'constructor', 'replied&done=noted', '__proto__'])
      expect(lineIn((await agnes.get(`/tickets/${ticket.number}?done=${done}`)).text)).toBeUndefined();
  });
});
