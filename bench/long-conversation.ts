import { randomUUID } from 'node:crypto';
import { inTenant, type TenantEm } from '../src/db/in-tenant.ts';
import { openOrm } from '../src/db/orm.ts';
import { type Answer, type BenchBrowser, benchBrowser } from './browser.ts';
import { createBenchPeople } from './people.ts';
import { startBenchProduct } from './product.ts';

// What a ticket with 300 replies of 64 KiB costs whoever opens it, and everybody else meanwhile: `node bench/long-conversation.ts`.
const replies = 300;
// Quotation marks are what grows most in HTML: each becomes six characters.
const line = `${'"'.repeat(63)}\n`;
const reply = line.repeat(1024).trim();
const rounds = 10;

const say = (words: string): void => console.log(words);

const product = await startBenchProduct(say);
const orm = await openOrm(product.databaseUrl, 2);
const browser = benchBrowser(product.url);
try {
  const people = await createBenchPeople(orm, 1);
  await inTenant(orm, people.tenantId, (em) => writeReplies(em, people.agentId));
  say(`${replies} replies of ${Buffer.byteLength(reply)} bytes are there.`);
  say(await measure('/tickets/TKT-000001', people.agent));
  say(await measure('/desk/TKT-000001', people.reporter));
} finally {
  browser.close();
  await orm.close();
  await product.stop();
}

/** Opens the page some times, one after the other, and asks for /healthz all the while. */
async function measure(path: string, cookie: string): Promise<string> {
  const times: number[] = [];
  const waits: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const asked = { open: true };
    const page = browser.get(path, cookie).then((answer: Answer) => {
      asked.open = false;
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      return answer;
    });
    while (asked.open) waits.push(await timed(browser));
    bytes = (await page).bytes;
    times.push(performance.now() - start);
  }
  const [p50, most, wait] = [times.toSorted((a, b) => a - b)[rounds >> 1] ?? 0, Math.max(...times), Math.max(...waits)];
  return `${path}: ${(bytes / 1024).toFixed(0)} KiB, p50 ${p50.toFixed(0)} ms, most ${most.toFixed(0)} ms; /healthz meanwhile at most ${wait.toFixed(0)} ms`;
}

async function timed({ get }: BenchBrowser): Promise<number> {
  const start = performance.now();
  await get('/healthz', '');
  return performance.now() - start;
}

/** Rows as saveTicket leaves them, but for their hashes. */
async function writeReplies(em: TenantEm, agentId: string): Promise<void> {
  for (let sequence = 2; sequence < replies + 2; sequence += 1) {
    const textId = randomUUID();
    await em.execute(
      `insert into ticket_text (tenant_id, id, ticket_id, kind, body, salt)
       select tenant_id, ?, id, 'comment', ?, '' from ticket`,
      [textId, reply],
      'run',
    );
    const fact = {
      type: 'comment_added',
      visibility: 'external',
      side: 'agent',
      solution: false,
      body: { id: textId, digest: '' },
    };
    await em.execute(
      `insert into ticket_event (tenant_id, ticket_id, sequence, version, type, audience, actor_kind, actor_id,
         occurred_at, recorded_at, command_id, text_id, fact, canonical, hash)
       select tenant_id, id, ?, ?, 'comment_added', 'public', 'user', ?, now(), now(), ?, ?, ?::jsonb, '', '' from ticket`,
      [sequence, sequence, agentId, String(sequence), textId, JSON.stringify(fact)],
      'run',
    );
  }
  await em.execute('update ticket set version = ?, sequence = ?', [replies + 1, replies + 1], 'run');
}
