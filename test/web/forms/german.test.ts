import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { apiClient } from '../../support/api-client.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from '../agent/recording-gateway.ts';

const gateway = recordingGateway();
const german = { 'Accept-Language': 'de-AT, en;q=0.5' };
let web: TestWeb;
let tenant: TestTenant<'agnes'>;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true, permissions: ['settings:manage'] } } });
});
afterAll(() => web.close());

it('A form says in the reader’s language what is wrong, at the field and in the summary', async () => {
  const fields = { type: 'incident', title: 'x'.repeat(1201), description: ' ' };
  const answer = await web.as(tenant.people.agnes).post('/desk/new', fields, german);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('href="#title">Der Titel hat 1.201 Zeichen; möglich sind höchstens 200.');
  expect(answer.text).toContain('href="#description">Beschreiben Sie, was passiert ist oder was Sie brauchen.');
  expect(answer.text.match(/Beschreiben Sie, was passiert ist/g)).toHaveLength(2);
});

it('A refusal of the ticket itself is in the reader’s language too', async () => {
  gateway.refuseWith({
    code: 'too_many_requests',
    key: 'refusal.limit.text',
    values: { n: 8, wait: { key: 'refusal.limit.wait_minutes', values: { n: 2 } } },
  });
  const fields = { type: 'incident', title: 'Badge', description: 'It does not open.' };
  const answer = await web.as(tenant.people.agnes).post('/desk/new', fields, german);
  expect(answer.status).toBe(429);
  expect(answer.text).toContain(
    'Sie können höchstens 8 MiB Text pro Stunde schreiben. Es wurde nichts gespeichert: Senden Sie es in 2 Minuten noch einmal.',
  );
});

it('A problem page and a form that is too large are in the reader’s language', async () => {
  const agnes = web.as(tenant.people.agnes);
  const foreign = await agnes.post('/desk/new', {}, { ...german, 'Sec-Fetch-Site': 'cross-site' });
  expect(foreign.text).toContain('Das Formular kam von einer anderen Website, es wurde nichts geändert.');
  const large = await agnes.post('/desk/new', { description: 'x'.repeat(600 * 1024) }, german);
  expect(large.status).toBe(413);
  expect(large.text).toMatch(/Dieses Formular hat \d+ KiB, möglich sind 512 KiB; ein Text darf 64 KiB haben\./);
});

it('The API says what it refuses in the language that the client prefers, and in English otherwise', async () => {
  const api = apiClient(web, await createKeyFor(web.orm, tenant.people.agnes));
  const body = { type: 'incident', title: 'x'.repeat(201), description: 'It does not open.' };
  const [inGerman, inEnglish] = [await api.post('/tickets', body, german), await api.post('/tickets', body)];
  expect([inGerman.status, inEnglish.status]).toEqual([422, 422]);
  expect(inGerman.body.errors).toEqual([
    { pointer: '/title', detail: 'Der Titel hat 201 Zeichen; möglich sind höchstens 200.' },
  ]);
  expect(inEnglish.body.errors).toEqual([
    { pointer: '/title', detail: 'The title has 201 characters; at most 200 are possible.' },
  ]);
  gateway.refuseWith({ code: 'reporter_unknown', key: 'refusal.reporter.unknown', field: 'reporter' });
  const refused = await api.post('/tickets', { ...body, title: 'Badge' }, german);
  expect(refused.body).toMatchObject({
    code: 'reporter_unknown',
    detail: 'Es gibt keinen aktiven Benutzer mit dieser ID.',
    errors: [{ pointer: '/reporter_email', detail: 'Es gibt keinen aktiven Benutzer mit dieser ID.' }],
  });
});
