import { randomBytes, randomUUID } from 'node:crypto';
import type { Orm } from '../../src/db/orm.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { countCall } from '../../src/host/api-keys/count-call.ts';
import { findApiKey } from '../../src/host/api-keys/find-api-key.ts';
import { accountToken } from '../../src/host/identity/account-token.ts';
import { changeAddress } from '../../src/host/identity/change-person.ts';
import { saveSecondStepRule } from '../../src/host/identity/second-step/second-step-rule.ts';
import { AccountLinkEntity, type LinkPurpose } from '../../src/host/identity/user.ts';
import { recordFinding } from '../../src/host/licence/alerts.ts';
import { recordMovement } from '../../src/host/assets/record-movement.ts';
import { createAsset } from '../../src/host/assets/save-asset.ts';
import { logSetting } from '../../src/host/tenants/settings-log.ts';
import { createIntegrationKey, createKeyFor } from '../support/api-keys.ts';
import { testDatabase } from '../support/databases.ts';
import { setUpApp } from '../support/second-step.ts';
import { testAccountKey } from '../support/web.ts';
import { inviteSomebody } from '../host/identity/invited.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { createTenant, type TestPerson } from '../support/people.ts';
import { agentActor, reporterActor, type Step, writeTicket } from '../support/rows.ts';
import { pathOf, resolutionsOf } from '../web/answer/resolved.ts';
import { writeCounts } from '../web/agent/rows.ts';
import { randomDigits } from '../support/random-digits.ts';

/** Those who look at the pages. `nora` has no tickets, `eve` works where there are none, `ada` sees to the settings, `stella` has a second step,
 * `sia` has to set one up, and `petra` is of the platform team. */
export type People = Readonly<Record<'agnes' | 'rita' | 'nora' | 'eve' | 'ada' | 'stella' | 'sia', TestPerson>> &
  Readonly<{ petra: { tenantId: null; userId: string } }>;

/** A word that no line has room for. */
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** The numbers of the tickets, by what they show. */
export const numbers = {
  open: 'TKT-000001',
  long: 'TKT-000002',
  inProgress: 'TKT-000003',
  resolved: 'TKT-000004',
  solved: 'TKT-000005',
  stillBroken: 'TKT-000006',
  closed: 'TKT-000007',
  cancelled: 'TKT-000008',
  withdrawn: 'TKT-000009',
  talkative: 'TKT-000010',
} as const;

/** The ids of the assets, by what they show: one that Rita holds and that tickets are about, one that nothing is said of. */
export const assetIds = {
  busy: '50000000-0000-4000-8000-0000000000a1',
  quiet: '50000000-0000-4000-8000-0000000000a2',
} as const;

/** Writes assets with movements: of one all is known that can be, of the other only what has to be. */
async function writeAssets(orm: Orm, by: TestPerson, rita: TestPerson): Promise<string> {
  const { tenantId } = by;
  return inTenant(orm, tenantId, async (em) => {
    const acting = (commandId: string) => ({ by: by.userId, now: new Date(), commandId });
    const fields = { category: 'printer', serialNumber: null, holderId: null, location: null } as const;
    const quiet = { ...fields, name: 'Old printer', inventoryNumber: 'PR-0001' };
    await createAsset(em, tenantId, quiet, acting(assetIds.quiet));
    const busy = { ...fields, name: `Printer ${longWord}`, inventoryNumber: 'PR-0204', serialNumber: 'x'.repeat(100) };
    await createAsset(em, tenantId, busy, acting(assetIds.busy));
    const movement = {
      assetId: assetIds.busy,
      happenedAt: new Date('2026-01-05T08:00:00Z'),
      note: `${longWord}\nTwice`,
    };
    const moved = { ...movement, kind: 'move', toHolderId: null, toLocation: `Hall ${longWord}` } as const;
    await recordMovement(em, tenantId, moved, acting(randomUUID()));
    const handed = { ...movement, kind: 'hand_over', toHolderId: rita.userId, toLocation: null } as const;
    return recordMovement(em, tenantId, handed, acting(randomUUID()));
  });
}

/** Writes tickets in every state, with everything in them that a page can show. */
export async function writePeopleAndTickets(orm: Orm): Promise<People> {
  const { id: tenantId, people } = await createTenant(orm, {
    name: `Nordwind ${randomDigits()}`,
    people: {
      agnes: { agent: true, name: 'Agnes Agent' },
      otto: { agent: true },
      rita: { name: `Rita ${longWord}` },
      nora: {},
      ada: { permissions: ['settings:manage', 'assets:manage'], name: 'Ada Admin' },
      stella: { name: 'Stella Sicher' },
    },
  });
  const sia = await writeSecondSteps(orm, people);
  const quiet = await createTenant(orm, { people: { eve: { agent: true } } });
  const agnes = agentActor(people.agnes.userId);
  const otto = agentActor(people.otto.userId);
  const rita = reporterActor(people.rita.userId);

  const movementId = await writeAssets(orm, people.ada, people.rita);
  const about: Step = {
    by: agnes,
    changes: [
      { kind: 'set_assets', assetIds: [assetIds.busy, assetIds.quiet] },
      { kind: 'set_movement', movementId },
    ],
  };

  const write = async (title: string, steps: readonly Step[] = [], description = 'There is smoke.\nSince Monday.') => {
    const type = title.includes('request') ? 'service_request' : 'incident';
    await writeTicket(orm, { tenantId, reporterId: people.rita.userId, type, title, description }, steps);
  };
  const taken: Step = { by: agnes, changes: [{ kind: 'assign', to: people.agnes.userId }] };
  const resolved: Step = {
    by: agnes,
    changes: [{ kind: 'set_status', to: 'resolved', solution: 'The fire is out.' }],
    // Lately: the buttons of the mail about it end after a while.
    at: new Date(Date.now() - 3_600_000).toISOString(),
  };

  await write('The printer is on fire', [{ by: otto, changes: [{ kind: 'edit', priority: 'high' }] }]);
  await write(`${longWord} has no ${longWord}`, [], `https://example.test/${'path/'.repeat(60)}\n${'x'.repeat(300)}`);
  await write('A request in progress', [
    { by: agnes, changes: [{ kind: 'edit', priority: 'urgent', description: 'There is fire, too.' }] },
    about,
    taken,
    {
      by: agnes,
      changes: [{ kind: 'comment', visibility: 'external', body: 'We see it too: https://example.test/fire' }],
    },
    { by: otto, changes: [{ kind: 'comment', visibility: 'internal', body: `He lit it. ${longWord}` }] },
    { by: rita, changes: [{ kind: 'comment', visibility: 'external', body: longWord }] },
  ]);
  await write('Resolved', [taken, about, resolved]);
  await write('Resolved and confirmed', [
    taken,
    resolved,
    { by: rita, changes: [{ kind: 'answer_resolution', answer: 'solved' }] },
  ]);
  await write('Resolved and still broken', [
    taken,
    resolved,
    { by: rita, changes: [{ kind: 'answer_resolution', answer: 'still_broken', body: 'It burns again.' }] },
  ]);
  await write('Closed', [taken, about, resolved, { by: agnes, changes: [{ kind: 'set_status', to: 'closed' }] }]);
  await write('Cancelled', [
    {
      by: agnes,
      changes: [{ kind: 'set_status', to: 'cancelled', reasonCode: 'duplicate', reason: 'See the other.' }],
    },
  ]);
  await write('A request withdrawn', [
    taken,
    { by: rita, changes: [{ kind: 'request_withdrawal', body: 'It burnt down.' }] },
  ]);
  const says = (by: Step['by'], visibility: 'internal' | 'external', body: string): Step => ({
    by,
    changes: [{ kind: 'comment', visibility, body }],
  });
  const log = Array.from({ length: 600 }, (_, line) => `at line ${line} of ${longWord}`).join('\n');
  await write(
    'A long conversation',
    [
      taken,
      ...Array.from({ length: 60 }, (_, n) => says(n % 2 ? agnes : rita, 'external', `Message ${n + 1}.`)),
      says(rita, 'external', log),
      says(agnes, 'internal', log),
      says(agnes, 'external', log),
      ...Array.from({ length: 4 }, () => [
        { by: agnes, changes: [{ kind: 'assign', to: null }] } as const,
        { by: agnes, changes: [{ kind: 'assign', to: people.agnes.userId }] } as const,
      ]).flat(),
    ],
    log,
  );
  await writeCounts(orm, tenantId);
  await inTenant(orm, tenantId, async (em) => {
    await logSetting(em, tenantId, { kind: 'prefix_changed', byId: people.ada.userId, before: 'OLD', after: 'TKT' });
    const finding = { kind: 'agents_over_quota', period: '', limit: 1, used: 2 } as const;
    await recordFinding(em, tenantId, finding, { team: [], now: new Date() });
  });
  await writeKeys(orm, people.agnes);
  const petra = await createPlatformPerson((await testDatabase()).ownerUrl);
  return { ...people, sia, eve: quiet.people.eve, petra: { tenantId: null, userId: petra.userId } };
}

/** A second step, a tenant that demands one, somebody invited, and an address that waits for its confirmation. */
async function writeSecondSteps(orm: Orm, people: Record<'stella' | 'nora' | 'ada', TestPerson>): Promise<TestPerson> {
  const { stella, nora, ada } = people;
  await setUpApp(orm, stella);
  await inTenant(orm, stella.tenantId, (em) =>
    em.execute(
      `insert into account_passkey (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
       values (?, ?, ?, ?, ?, 0, '{internal}', ?, now())`,
      [
        stella.tenantId,
        stella.userId,
        randomUUID(),
        randomBytes(16),
        randomBytes(16),
        `Phone ${longWord}`.slice(0, 80),
      ],
    ),
  );
  await inviteSomebody(orm, ada);
  const change = { userId: nora.userId, by: ada.userId, now: new Date(), linkId: randomUUID() };
  const email = `${longWord}.${change.linkId}@example.test`.toLowerCase();
  await inTenant(orm, ada.tenantId, (em) => changeAddress(em, ada.tenantId, { ...change, email }));
  const strict = await createTenant(orm, { name: `Strict ${longWord}`, people: { sia: {} } });
  const rule = { required: true, by: strict.people.sia.userId };
  await inTenant(orm, strict.id, (em) => saveSecondStepRule(em, strict.id, rule));
  return strict.people.sia;
}

/** Where the link in a mail leads that the tenant has sent for this and that nobody has used. */
export async function mailedLink(orm: Orm, tenantId: string, purpose: LinkPurpose): Promise<string> {
  const open = { purpose, spentAt: null } as const;
  const { id } = await inTenant(orm, tenantId, (em) => em.findOneOrFail(AccountLinkEntity, open));
  return `/account/${accountToken(testAccountKey, id)}`;
}

/** Keys of the API in every state: used, with a name that no line has room for, and ended. */
async function writeKeys(orm: Orm, { tenantId, userId }: TestPerson): Promise<void> {
  const { key } = await createIntegrationKey(orm, tenantId, { name: 'Monitoring' });
  const caller = await findApiKey(orm, key);
  if (caller === null) throw new Error('The key of these pages is none');
  for (const routeClass of ['read', 'read', 'write'] as const) await countCall(orm, caller, routeClass);
  await createKeyFor(orm, { tenantId, userId }, { name: longWord.slice(0, 80) });
  await createKeyFor(orm, { tenantId, userId }, { name: 'Old script', expiresAt: new Date(0) });
}

/** Where a button of the mail about a ticket's resolution leads to. */
export async function mailButton(
  orm: Orm,
  tenantId: string,
  which: keyof typeof numbers,
  answer: Parameters<typeof pathOf>[1],
): Promise<string> {
  const { id } = await inTenant(orm, tenantId, (em) => em.findOneOrFail(TicketEntity, { number: numbers[which] }));
  return pathOf((await resolutionsOf(orm, { tenantId, id })).at(-1), answer);
}
