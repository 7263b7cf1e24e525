import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { isPercentEncodedUtf8, partsNotUtf8 } from '../../../web/http/utf8.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
});
afterAll(() => web.close());

it.each([
  ['', []],
  ['q=M%C3%BCller', []],
  ['q=100%', []],
  ['q=%zz&status=%', []],
  ['q=%EF%BF%BD', []],
  ['q=%F0%9F%98%80', []],
  ['q=M%FCller', ['q']],
  ['a=1&q=%C3&q=%A4&b=%ff', ['q', 'b']],
  ['q=%ED%A0%80', ['q']],
  ['q=%C0%80', ['q']],
  ['q=MÃ¼ller', ['q']],
])('the parts of ?%s that are not UTF-8 are %j', (query, parts) => {
  expect(partsNotUtf8(query)).toEqual(parts);
});

it('a body may have its characters as they are, too', () => {
  expect(isPercentEncodedUtf8('title=Müller&body=%C3%BC+%F0%9F%98%80')).toBe(true);
  expect(isPercentEncodedUtf8('title=M%FCller')).toBe(false);
});

it.each(['/tickets?q=M%FCller', '/desk?view=%FF', '/assets?q=%C3', '/sign-in?next=%80'])(
  'an address that is not UTF-8 is 400, on a page that says so: %s',
  async (path) => {
    const { status, text } = await web.as(tenant.people.agnes).get(path);
    expect([status, text.includes('not in UTF-8')]).toEqual([400, true]);
  },
);

it('bytes that are not encoded at all are 400 too', async () => {
  const { port } = new URL(web.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.end(Buffer.from('GET /tickets?q=Müller HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(/^HTTP\/1\.1 400 /);
  socket.destroy();
});

it.each([
  ['title=M%FCller', 400],
  [Buffer.from('title=M\u00FCller', 'latin1'), 400],
  ['title=M%C3%BCller', 422],
  [Buffer.from('title=Müller'), 422],
])('a form that is not UTF-8 is 400, and any other is read: %s', async (body, status) => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
  const answer = await web.as(tenant.people.rita).send('/desk/new', { method: 'POST', body, headers });
  expect(answer.status).toBe(status);
  expect(answer.text.includes('Müller')).toBe(status === 422);
});
