import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seedDemo } from '../../src/demo/seed.ts';
import { storiesIn } from '../../src/demo/stories.ts';
import { demoTenants } from '../../src/demo/tenants.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { signInLookup } from '../../src/host/identity/sign-in.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
});
afterAll(() => product.stop());

async function counted(tenantId: string) {
  const [row] = await inTenant(product.orm, tenantId, (em) =>
    em.execute<Record<string, number>[]>(
      `select (select count(*) from asset)::int as assets, (select count(*) from asset_movement)::int as movements,
         (select count(*) from asset where holder_id is not null)::int as held,
         (select count(*) from ticket)::int as tickets, (select count(*) from ticket_asset)::int as linked,
         (select count(*) from ticket where movement_id is not null)::int as "movementTickets"`,
    ),
  );
  return row;
}

it('each demo tenant has assets with movements, some held by its reporters and some with tickets, also when told twice', async () => {
  await seedDemo(product.orm, product.gateway);
  const tenants = await Promise.all(
    demoTenants.map(async ({ users }) => (await signInLookup(product.orm, users[0]?.email ?? ''))?.tenantId ?? ''),
  );
  const first = await Promise.all(tenants.map(counted));
  expect(first).toEqual(
    tenants.map(() => ({ assets: 36, movements: 22, held: 13, tickets: 14, linked: 9, movementTickets: 1 })),
  );
  await seedDemo(product.orm, product.gateway);
  expect(await Promise.all(tenants.map(counted))).toEqual(first);
}, 120_000);

it('one tenant is German and the other English, in what they read and in what is written there', async () => {
  const read = await Promise.all(
    demoTenants.map(async ({ users, slug }) => {
      const tenantId = (await signInLookup(product.orm, users[0]?.email ?? ''))?.tenantId ?? '';
      const [row] = await inTenant(product.orm, tenantId, (em) =>
        em.execute<Record<string, string>[]>(
          `select i.language, i.time_zone as zone,
             (select t.title from ticket t order by t.created_at, t.number limit 1) as title,
             (select a.name from asset a where a.inventory_number = 'PR-0204') as asset
           from itsm_settings i`,
        ),
      );
      return [
        slug,
        {
          ...row,
          title: storiesIn(row?.['language'] === 'de' ? 'de' : 'en').some(({ title }) => title === row?.['title']),
        },
      ];
    }),
  );
  expect(Object.fromEntries(read)).toEqual({
    nordwind: { language: 'de', zone: 'Europe/Berlin', title: true, asset: 'Etikettendrucker Tor 4' },
    harbour: { language: 'en', zone: 'Europe/London', title: true, asset: 'Label printer gate 4' },
  });
});
