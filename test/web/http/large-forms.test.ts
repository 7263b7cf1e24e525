import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from '../agent/recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'rita'>;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, { people: { rita: {} } });
});
afterAll(() => web.close());

const file = (description: string, more: Record<string, string> = {}) =>
  web.as(tenant.people.rita).post('/desk/new', { type: 'incident', title: 'A log', description, ...more });

describe('a form', () => {
  it('of two texts of 64 KiB is read, whatever letters they are of', async () => {
    const answer = await file('ä'.repeat(32 * 1024), { more: '€'.repeat(21 * 1024) });
    expect([answer.status, gateway.created.length]).toEqual([303, 1]);
  });

  it('above 512 KiB is not carried out, and its page shows all that was typed, to be sent again', async () => {
    const id = randomUUID();
    const text = 'The line that matters. '.repeat(30_000);
    const answer = await file(text, { command_id: id });
    expect(answer.status).toBe(413);
    expect(answer.text).toMatch(
      /There is a problem.*This form has 674 KiB, and 512 KiB are possible; a text may have 64 KiB\./s,
    );
    expect(answer.text).not.toContain('Only its first');
    expect(answer.text.includes(`${text}</textarea>`)).toBe(true);
    expect(answer.text).toContain('value="A log"');
    expect(answer.text).toContain(`value="${id}"`);
    expect(gateway.created).toHaveLength(1);
  });

  it('above 1 MiB is shown as far as it was kept, and says so', async () => {
    const answer = await file('x'.repeat(3 * 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('Only its first 1,024 KiB are shown here.');
    expect(answer.text.includes(`${'x'.repeat(1_000_000)}</textarea>`)).toBe(true);
    expect(answer.text.length).toBeLessThan(1.1 * 1024 * 1024);
  });

  it('above 16 MiB is read no further', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    let sent = 0;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const form = request(`${web.url}/theme`, { method: 'POST', headers });
      const more = (): void => {
        if (form.destroyed || sent > 64 * 1024 * 1024) return void form.end();
        sent += 65_536;
        if (form.write('x'.repeat(65_536))) setImmediate(more);
        else form.once('drain', more);
      };
      form.once('error', reject);
      form.once('response', (response) => {
        resolve(response.statusCode);
        form.destroy();
      });
      more();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(40 * 1024 * 1024);
  });

  it('that breaks off is 400 to nobody, and harms nobody', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '1000' };
    await new Promise<void>((resolve) => {
      const form = request(`${web.url}/theme`, { method: 'POST', headers });
      form.once('error', () => resolve());
      form.write('theme=da', () => form.destroy());
    });
    expect((await web.nobody().get('/healthz')).status).toBe(200);
  });

  it('of a hundred thousand fields is read in their order, those of one name as a list', async () => {
    const answer = await web
      .as(tenant.people.rita)
      .post('/theme', { theme: 'dark', x: Array.from({ length: 100_000 }, () => '') });
    expect(answer.status).toBe(303);
  });

  it.each(['__proto__', 'constructor', 'a[b]', 'a.b', ''])(
    'may have a field called “%s”, which means nothing',
    async (name) => {
      const answer = await web.as(tenant.people.rita).post('/theme', { theme: 'dark', [name]: 'x' });
      expect(answer.status).toBe(303);
    },
  );
});
