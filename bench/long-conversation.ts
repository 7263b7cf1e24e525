import { inTenant } from '../src/db/in-tenant.ts';
import { openOrm } from '../src/db/orm.ts';
import { type Answer, type BenchBrowser, benchBrowser } from './browser.ts';
import { createBenchPeople } from './people.ts';
import { startBenchProduct } from './product.ts';
import { writeReplies } from './replies.ts';

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
  const people = await createBenchPeople(orm, { slug: 'bench', oldTickets: 1 });
  const [agent, reporter] = [people.agents[0], people.reporters[0]];
  const number = 'TKT-000001';
  await inTenant(orm, people.tenantId, (em) => writeReplies(em, { number, agentId: agent.id, replies, body: reply }));
  say(`${replies} replies of ${Buffer.byteLength(reply)} bytes are there.`);
  say(await measure(`/tickets/${number}`, agent.cookie));
  say(await measure(`/desk/${number}`, reporter.cookie));
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
