import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openOrm } from '../src/db/orm.ts';
import { measureApi } from './api.ts';
import { type Answer, benchBrowser } from './browser.ts';
import { measureKeys } from './keys.ts';
import { type Figures, measure, table } from './measure.ts';
import { createBenchPeople } from './people.ts';
import { startBenchProduct } from './product.ts';

const oldTickets = 10_000;
const rounds = [
  { clients: 1, count: 100 },
  { clients: 20, count: 400 },
];

const say = (line: string): void => console.log(line);

say('Starting the product.');
const product = await startBenchProduct(say);
const orm = await openOrm(product.databaseUrl, 2);
const browser = benchBrowser(product.url);
try {
  const people = await createBenchPeople(orm, oldTickets);
  say(`${oldTickets} old tickets are there; Temporal: ${product.temporal}.`);
  const base = await plainTransactions(product.databaseUrl, people.tenantId);
  const figures: Figures[] = [base];
  for (const round of rounds) {
    say(`Measuring with ${round.clients} client(s).`);
    figures.push(...(await measureKeys(orm, people.tenantId, round)));
    figures.push(...(await story(round)));
    figures.push(...(await measureApi({ orm, url: product.url }, people, round)));
  }
  say(`\n${table(figures, base)}`);

  async function story(round: { clients: number; count: number }): Promise<Figures[]> {
    const numbers: string[] = [];
    const run = (name: string, work: (place: number) => Promise<void>) => measure(name, round, work);
    const number = (place: number): string => numbers[place] ?? '';
    const change = (path: string, form: Record<string, string>) => async (place: number) =>
      void expect(
        303,
        await browser.post(`/tickets/${number(place)}/${path}`, people.agent, { command_id: randomUUID(), ...form }),
      );
    const page = (path: (place: number) => string) => async (place: number) =>
      void expect(200, await browser.get(path(place), people.agent));

    const create = await run('create', async (place) => {
      const form = { command_id: randomUUID(), type: 'incident', title: `Bench ${place}`, description: 'It is slow.' };
      const { location } = expect(303, await browser.post('/desk/new', people.reporter, form));
      numbers[place] = /TKT-\d+/.exec(location)?.[0] ?? '';
    });
    return [
      create,
      await run('status change', change('status', { status: 'in_progress' })),
      await run('comment', change('comments', { visibility: 'external', body: 'We are looking into it.' })),
      await run(
        'queue page',
        page(() => '/tickets?view=all'),
      ),
      await run(
        'ticket page',
        page((place) => `/tickets/${number(place)}`),
      ),
    ];
  }
} finally {
  browser.close();
  await orm.close();
  await product.stop();
}

function expect(status: number, answer: Answer): Answer {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status} ${answer.location}`);
  return answer;
}

/** The base of the run: one durable transaction of one row, as any ticket system makes at least. */
async function plainTransactions(databaseUrl: string, tenantId: string): Promise<Figures> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const figures = await measure('plain transaction', { clients: 1, count: 200 }, async () => {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenantId]);
    await client.query('update tenant set name = name where id = $1', [tenantId]);
    await client.query('commit');
  });
  await client.end();
  return figures;
}
