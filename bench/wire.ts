import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { headersOf } from './browser.ts';
import type { BenchPeople } from './people.ts';
import { judge, type Row } from './rows.ts';
import type { Setting } from './setting.ts';

/** What the first visit of the queue page takes on the wire, with everything that the page needs, in kB of content. */
export async function measureWire({ product }: Setting, { agents }: BenchPeople): Promise<Row[]> {
  const headers = headersOf(agents[0].cookie);
  const page = await download(new URL('/tickets?view=all', product.url), headers);
  const parts = [...page.text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((match) => match[1] ?? '');
  let bytes = page.bytes;
  for (const part of new Set(parts)) bytes += (await download(new URL(part, product.url), headers)).bytes;
  const row = (name: string, value: number): Row =>
    judge({ name, clients: 1, metric: 'wire', value: value / 1000, unit: 'kB' });
  return [row('queue page, its HTML', page.bytes), row('queue page, first visit', bytes)];
}

/** The content as it travels to a browser that takes it compressed, and what it says. */
async function download(
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<Readonly<{ bytes: number; text: string }>> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(url, { headers: { ...headers, 'accept-encoding': 'gzip, br' } }, resolve);
    asked.on('error', reject);
    asked.end();
  });
  const content = await buffer(response);
  if (response.statusCode !== 200) throw new Error(`${url.pathname} answers ${response.statusCode}`);
  const encoding = response.headers['content-encoding'];
  const plain = encoding === 'br' ? brotliDecompressSync(content) : encoding === 'gzip' ? gunzipSync(content) : content;
  return { bytes: content.length, text: plain.toString('utf8') };
}
