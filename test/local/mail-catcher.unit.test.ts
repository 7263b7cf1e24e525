import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { type MailCatcher, startMailCatcher } from '../../src/local/mail-catcher.ts';
import { eventually } from '../support/eventually.ts';

let folder: string;
let catcher: MailCatcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mail-catcher-'));
  catcher = await startMailCatcher({ smtpPort: 0, uiPort: 0, dataDir: folder });
  const transport = createTransport(catcher.smtpUrl);
  await transport.sendMail({
    from: 'itsm@example.test',
    to: 'rita@example.test',
    subject: 'A link',
    text: 'https://example.test/account/secret',
    attachments: [{ filename: 'a.txt', content: 'attached' }],
  });
  transport.close();
  await eventually(async () => (await ask('/api/email')).text.includes('A link'));
}, 30_000);
afterAll(async () => {
  await catcher?.stop();
  rmSync(folder, { recursive: true });
});

type Asked = Readonly<{ method?: string; headers?: Record<string, string> }>;

/** What the catcher answers; unlike `fetch` it sends any Host and Origin. */
function ask(path: string, { method = 'GET', headers = {} }: Asked = {}) {
  return new Promise<{ status: number; headers: object; text: string }>((resolve, reject) => {
    const asking = request(catcher.uiUrl + path, { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: '' });
    });
    asking.on('error', reject).end();
  });
}

const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
const socket = '/socket.io/?EIO=4&transport=websocket';

describe('the mail catcher', () => {
  it('shows its mails to its own pages, under every name of the loopback', async () => {
    const { port } = new URL(catcher.uiUrl);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      const own = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
      const answer = await ask('/api/email', { headers: own });
      expect([host, answer.status, answer.text.includes('A link')]).toEqual([host, 200, true]);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await ask(socket, { headers: { ...own, ...upgrade } })).status).toBe(101);
    }
    const followed = { Accept: 'text/html', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    expect((await ask('/', { headers: followed })).status).toBe(200);
  });

  it.each([
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'null' }],
    [{ Origin: 'http://localhost:3000' }],
    [{ Host: 'evil.example' }],
    [{ Host: 'localhost.evil.example', Origin: 'http://localhost.evil.example' }],
    [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
    [{ 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }],
  ])('answers nothing to a page of another origin: %j', async (headers) => {
    for (const [path, method] of [
      ['/api/email', 'GET'],
      ['/api/email', 'OPTIONS'],
      ['/api/email/all', 'DELETE'],
      ['/socket.io/?EIO=4&transport=polling', 'GET'],
    ] as const) {
      const answer = await ask(path, { method, headers });
      expect([path, method, answer.status]).toEqual([path, method, 403]);
      expect(answer.text).not.toContain('A link');
    }
    expect((await ask(socket, { headers: { ...upgrade, ...headers } })).status).toBe(403);
    expect((await ask('/api/email')).text).toContain('A link');
  });

  it('keeps what it has caught for its owner alone', () => {
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true });
    expect(kept.length).toBeGreaterThan(1);
    for (const entry of kept) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
    }
  });
});
