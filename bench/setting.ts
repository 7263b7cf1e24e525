import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { type CoreMs, readCoreMs } from './cpu.ts';
import { inTenant } from '../src/db/in-tenant.ts';
import { type Orm, openOrm } from '../src/db/orm.ts';
import { readBacklog } from '../src/outbox/backlog.ts';
import { type BenchBrowser, benchBrowser } from './browser.ts';
import { type BenchProduct, startBenchProduct } from './product.ts';

/** What measuring takes: the running product and the ways to it. */
export type Setting = Readonly<{
  product: BenchProduct;
  orm: Orm;
  client: Client;
  browser: BenchBrowser;
  core(): CoreMs;
  /** Waits until the last mail of all tenants is out. */
  mailIsOut(): Promise<void>;
  close(): Promise<void>;
}>;

/** How often the outbox is asked whether it is empty, in ms. */
const lookEveryMs = 10;

/** How long the mails of one round may take at most, in ms. */
const mailWithinMs = 300_000;

/** Starts the product and opens the ways to it. */
export async function startSetting(say: (line: string) => void): Promise<Setting> {
  const product = await startBenchProduct(say);
  const orm = await openOrm(product.databaseUrl, 2);
  const connection = await Connection.connect({ address: product.temporalAddress });
  const browser = benchBrowser(product.url);
  return {
    product,
    orm,
    client: new Client({ connection }),
    browser,
    core: () => readCoreMs(product.pids),
    mailIsOut: async () => {
      for (const deadline = performance.now() + mailWithinMs; performance.now() < deadline; await sleep(lookEveryMs)) {
        const { waiting, retrying } = await readBacklog(orm, new Date());
        if (waiting + retrying === 0) return;
      }
      throw new Error(`Mails still wait after ${mailWithinMs / 1000} s`);
    },
    close: async () => {
      browser.close();
      await connection.close();
      await orm.close();
      await product.stop();
    },
  };
}

/** Lets PostgreSQL look at the rows that were just written, as it would by itself before long: plans follow from it. */
export async function analyse({ product }: Setting): Promise<void> {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}

/** Makes sure that no limit of mails has spared the outbox its work: then the figures would be too good. */
export async function expectEveryMail({ orm }: Setting, tenantId: string): Promise<void> {
  const [row] = await inTenant(orm, tenantId, (em) =>
    em.execute<{ n: string }[]>("select count(*) as n from notice where skip_reason like 'too_many%'"),
  );
  if (Number(row?.n ?? 0) > 0) throw new Error(`${row?.n} mails were skipped by a limit: the bench needs more people`);
}
