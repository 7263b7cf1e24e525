import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';
import { firstDescriptionOf } from './rows.ts';

const gateway = recordingGateway();
let web: TestWeb;
let agnes: Browser;
let ticket: Ticket;
let closed: Ticket;
let firstDescription: string;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  const tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
  agnes = web.as(tenant.people.agnes);
  const by = agentActor(tenant.people.agnes.userId);
  const beginning = {
    tenantId: tenant.id,
    reporterId: tenant.people.rita.userId,
    title: 'First title',
    description: 'First words',
  };
  ticket = await writeTicket(web.orm, beginning, [
    { by, changes: [{ kind: 'edit', title: 'Their title', description: 'Their words' }] },
  ]);
  firstDescription = await firstDescriptionOf(web.orm, ticket);
  closed = await writeTicket(web.orm, beginning, [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'set_status', to: 'cancelled', reason: 'x', reasonCode: 'other' }] },
  ]);
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const now = () => ({ title: 'Their title', description: 'Their words', type: 'incident', priority: 'normal' });
const seenNow = () => ({
  seen_title: 'Their title',
  seen_description: ticket.descriptionTextId,
  seen_type: 'incident',
  seen_priority: 'normal',
});
const send = (fields: Record<string, string>) => agnes.post(`/tickets/${ticket.number}/edit`, fields);

describe('editing a ticket', () => {
  it('shows title and description as they are; type and priority are changed beside the ticket', async () => {
    const { text } = await agnes.get(`/tickets/${ticket.number}/edit`);
    expect(text).toContain('value="Their title"');
    expect(text).toContain('Their words</textarea>');
    expect(text).toContain(`name="seen_description" value="${ticket.descriptionTextId}"`);
    expect(text).not.toContain('name="priority"');
  });

  it('sends only what was changed, and the description only when its words differ', async () => {
    const answer = await send({ ...now(), ...seenNow(), description: ' Their words\r\n', priority: 'high' });
    expect(answer.status).toBe(303);
    expect(gateway.changes()).toEqual([{ kind: 'edit', priority: 'high' }]);
    expect(gateway.sent[0]?.command.seen).toEqual({ priority: 'normal' });
  });

  it('sends nothing when everything is as it is already, as when a form comes twice', async () => {
    const answer = await send({ ...now(), ...seenNow() });
    expect([answer.status, answer.location]).toEqual([303, `/tickets/${ticket.number}`]);
    expect(gateway.sent).toHaveLength(0);
  });

  it('lets changes of different fields both through: what was left as it was seen is not sent', async () => {
    await send({
      ...now(),
      ...seenNow(),
      title: 'First title',
      seen_title: 'First title',
      description: 'First words',
      seen_description: firstDescription,
      type: 'service_request',
    });
    expect(gateway.changes()).toEqual([{ kind: 'edit', type: 'service_request' }]);
  });

  it('puts both values of a field that both have changed', async () => {
    const held = await send({
      ...now(),
      title: 'My title',
      seen_title: 'First title',
      description: 'My words',
      seen_description: firstDescription,
    });
    expect(held.status).toBe(409);
    expect(gateway.sent).toHaveLength(0);
    expect(held.text).toMatch(/Keep mine<span[^>]*>My title[\s\S]*?Take theirs<span[^>]*>Their title/);
    expect(held.text).toMatch(/Keep mine<span[^>]*>My words[\s\S]*?Take theirs<span[^>]*>Their words/);
    expect(held.text).toContain('href="#title">Somebody else has changed the title meanwhile.');
  });

  it('saves what was decided then, and asks again when nothing was', async () => {
    const decided = {
      ...now(),
      ...seenNow(),
      title: 'My title',
      description: 'My words',
      conflict_title: '1',
      conflict_description: '1',
    };
    expect((await send(decided)).status).toBe(409);
    await send({ ...decided, keep_title: 'mine', keep_description: 'theirs' });
    expect(gateway.changes()).toEqual([{ kind: 'edit', title: 'My title' }]);
    expect(gateway.sent[0]?.command.seen).toEqual({ title: 'Their title' });
  });

  it('asks as well when the change comes in between reading and saving', async () => {
    gateway.refuseWith({ code: 'stale_field', key: 'refusal.stale.field', field: 'title', details: {} });
    const answer = await send({ ...now(), ...seenNow(), title: 'My title' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('value="My title"');
    expect(answer.text).toContain('name="keep_title" value="mine"');
  });

  it('keeps what was typed when the rules refuse it', async () => {
    gateway.refuseWith({ code: 'malformed', key: 'refusal.title.empty', field: 'title' });
    const answer = await send({ ...now(), ...seenNow(), title: ' ', description: 'Kept <words>' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#title">Enter a title.');
    expect(answer.text).toContain('Kept &lt;words&gt;</textarea>');
    expect((await send({ ...now(), type: 'riddle' })).status).toBe(422);
  });
});

describe('type and priority in the panel of the ticket', () => {
  const panelForm = async (name: 'type' | 'priority'): Promise<Record<string, string>> => {
    const { text } = await agnes.get(`/tickets/${ticket.number}`);
    const form = text.split('<form class="ticket-property"').find((each) => each.includes(`name="${name}"`)) ?? '';
    expect(form).toContain(`action="/tickets/${ticket.number}/edit"`);
    const hidden = [...(form.split('</form>')[0] ?? '').matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return Object.fromEntries(hidden.map(([, field, value]) => [field, value]));
  };

  it('are each a form with the value it showed, and change one field alone', async () => {
    const fields = await panelForm('priority');
    expect(fields).toEqual({ command_id: expect.any(String), seen_priority: 'normal' });
    const answer = await send({ ...fields, priority: 'high' });
    expect([answer.status, answer.location]).toEqual([303, `/tickets/${ticket.number}?done=priority_high#done`]);
    expect(gateway.changes()).toEqual([{ kind: 'edit', priority: 'high' }]);
    expect(gateway.sent[0]?.command.seen).toEqual({ priority: 'normal' });
    await send({ ...(await panelForm('type')), type: 'service_request' });
    expect(gateway.changes()).toEqual([{ kind: 'edit', type: 'service_request' }]);
  });

  it('show both values when somebody else has changed the same one, and no other field', async () => {
    const held = await send({ priority: 'urgent', seen_priority: 'low' });
    expect(held.status).toBe(409);
    expect(gateway.sent).toHaveLength(0);
    expect(held.text).toMatch(/Keep mine<span[^>]*>Urgent[\s\S]*?Take theirs<span[^>]*>Normal/);
    expect(held.text).not.toMatch(/name="(title|description|type)"/);
    await send({ priority: 'urgent', seen_priority: 'normal', conflict_priority: '1', keep_priority: 'mine' });
    expect(gateway.changes()).toEqual([{ kind: 'edit', priority: 'urgent' }]);
  });

  it('are only said of a ticket that is finished', async () => {
    const { text } = await agnes.get(`/tickets/${closed.number}`);
    expect(text).not.toContain('ticket-property');
    expect(text).toMatch(/<dt>Priority<\/dt>/);
  });
});
