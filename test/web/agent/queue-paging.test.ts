import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { priorities, type Ticket } from '../../../src/domain/ticket.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { linkTo, listed } from './rows.ts';

const total = 130;
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
const tickets: Ticket[] = [];

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
  for (let index = 0; index < total; index += 1) {
    // Many at the same instant: the id decides their order, and none may fall between two pages.
    const at = new Date(Date.UTC(2026, 0, 5, 8, Math.floor(index / 40))).toISOString();
    const priority = priorities[index % 3] ?? 'normal';
    const { rita, agnes } = tenant.people;
    const by = agentActor(agnes.userId);
    // A third waits for nobody, and stands in its place all the same.
    const reply = { by, changes: [{ kind: 'comment', visibility: 'external', body: 'On our way.' }] } as const;
    const steps = index % 3 === 0 ? [reply] : [];
    tickets.push(await writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId, at, by, priority }, steps));
  }
});
afterAll(() => web.close());

async function walk(path: string, rel: 'next' | 'prev', between: (page: number) => Promise<void> = async () => {}) {
  const browser = web.as(tenant.people.agnes);
  const pages: string[][] = [];
  let last = path;
  for (let next: string | null = path; next !== null && pages.length < 20;) {
    last = next;
    const { text } = await browser.get(next);
    pages.push(listed(text));
    await between(pages.length);
    next = linkTo(text, rel);
  }
  return { pages, last };
}

describe('the pages of the queue', () => {
  it.each(['-updated_at', '-created_at', '-priority', 'waiting_since'])(
    'hold every ticket once, fifty to a page, sorted by %s',
    async (sort) => {
      const { pages } = await walk(`/tickets?sort=${sort}`, 'next');
      expect(pages.map((page) => page.length)).toEqual([50, 50, 30]);
      expect(new Set(pages.flat()).size).toBe(total);
    },
  );

  it('end with the tickets that wait for nobody, where those that wait longest stand first, forth and back', async () => {
    const forth = await walk('/tickets?sort=waiting_since', 'next');
    const quiet = new Set(tickets.filter(({ waitingFor }) => waitingFor === null).map(({ number }) => number));
    expect(quiet.size).toBe(44);
    expect(forth.pages.flat().map((number) => quiet.has(number))).toEqual(
      forth.pages.flat().map((_, index) => index >= total - quiet.size),
    );
    const back = await walk(forth.last, 'prev');
    expect(back.pages.toReversed()).toEqual(forth.pages);
  });

  it('lead back over the same tickets in the same order', async () => {
    const forth = await walk('/tickets?view=all', 'next');
    const back = await walk(forth.last, 'prev');
    expect(back.pages.toReversed()).toEqual(forth.pages);
  });

  it('neither miss nor double a ticket that stays as it is while others change', async () => {
    const changed = new Set<string>();
    const { pages } = await walk('/tickets', 'next', async (page) => {
      const ids = [tickets[page * 7], tickets[total - page * 9]].flatMap((ticket) => ticket ?? []);
      for (const { number } of ids) changed.add(number);
      await inTenant(web.orm, tenant.id, (em) =>
        em.execute('update ticket set updated_at = ? where id in (?)', [new Date(), ids.map(({ id }) => id)], 'run'),
      );
      const more = await writeTicket(web.orm, {
        tenantId: tenant.id,
        reporterId: tenant.people.rita.userId,
        at: new Date().toISOString(),
      });
      changed.add(more.number);
    });
    const seen = pages.flat().filter((number) => !changed.has(number));
    const unchanged = tickets.map(({ number }) => number).filter((number) => !changed.has(number));
    expect(seen.toSorted()).toEqual(unchanged.toSorted());
  });

  it('are small: fifty rows stay under 60 kB', async () => {
    const { text } = await web.as(tenant.people.agnes).get('/tickets');
    expect(listed(text)).toHaveLength(50);
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });
});
