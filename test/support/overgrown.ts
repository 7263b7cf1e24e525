import { inAccount } from '../../src/db/in-account.ts';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { rebuildTenant } from '../../src/db/search/rebuild-tenant.ts';
import { flags } from '../../src/domain/licence.ts';
import { languageCodes } from '../../src/domain/languages.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { mostPasskeys } from '../../src/host/identity/second-step/passkeys.ts';
import { aMovement, anAsset } from './assets.ts';
import { createIntegrationKey, createKeyFor } from './api-keys.ts';
import { createTenant, type TestTenant } from './people.ts';
import { growAssets, growTicket, growTickets, longestText, many } from './overgrown-rows.ts';
import { agentActor, type Step, writeTicket } from './rows.ts';

/** A tenant that has been used without measure, and the things in it of which there is most. */
export type Overgrown = Readonly<{
  /** Olga works tickets, manages everything, and has reported and holds all that there is. */
  tenant: TestTenant<'olga'>;
  ticket: Ticket;
  resolved: Ticket;
  assetId: string;
  groupId: string;
  keyId: string;
  /** A key that acts for Olga. */
  ownKeyId: string;
  passkeyId: string;
}>;

/** Makes one, by SQL where the product would take a year. */
export async function createOvergrown(orm: Orm): Promise<Overgrown> {
  const tenant = await createTenant(orm, {
    people: { olga: { agent: true, permissions: ['settings:manage', 'assets:manage'] } },
  });
  const { userId: olga } = tenant.people.olga;
  const whose = { tenantId: tenant.id, by: olga };
  const key = await createIntegrationKey(orm, tenant.id);
  const ownKey = await createKeyFor(orm, tenant.people.olga);
  const passkeyId = await inAccount(orm, { tenantId: tenant.id, userId: olga }, (em) => growPasskeys(em, olga));
  const { groupId } = await inTenant(orm, tenant.id, async (em) => {
    await growPeople(em, tenant.id, olga);
    await growSettings(em, tenant.id, olga, [key.id, ownKey.id]);
    return (
      await em.execute<{ groupId: string }[]>(
        `select g.id as "groupId" from permission_group g where g.name = 'Crowd 1'`,
      )
    )[0]!;
  });
  const asset = await anAsset(orm, whose, { holderId: olga });
  const movementId = await aMovement(orm, whose, { assetId: asset.id });
  const by = agentActor(olga);
  const start: Step = { by, changes: [{ kind: 'set_status', to: 'in_progress' }] };
  const begin = { tenantId: tenant.id, reporterId: olga, by, description: longestText };
  const ticket = await writeTicket(orm, { ...begin, assetIds: [asset.id], movementId }, [start]);
  const resolved = await writeTicket(orm, begin, [
    start,
    { by, changes: [{ kind: 'set_status', to: 'resolved', solution: longestText }], at: new Date().toISOString() },
  ]);
  await inTenant(orm, tenant.id, async (em) => {
    await growTicket(em, { ticketId: ticket.id, olga, assetId: asset.id });
    await growTickets(em, { ticketId: ticket.id, assetId: asset.id });
    await growAssets(em, { assetId: asset.id, olga });
    await em.execute('update ticket_counter set last = greatest(last, ?)', [many], 'run');
  });
  await rebuildTenant(orm, tenant.id, () => {});
  return { tenant, ticket, resolved, assetId: asset.id, groupId, keyId: key.id, ownKeyId: ownKey.id, passkeyId };
}

/** As many passkeys as one may have. */
async function growPasskeys(em: TenantEm, olga: string): Promise<string> {
  const [first] = await em.execute<{ id: string }[]>(
    `insert into account_passkey
       (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
     select u.tenant_id, u.id, gen_random_uuid(), decode(md5(n::text || u.id), 'hex'), '', 0, '{}', repeat('Key ', 30), now()
     from app_user u, generate_series(1, ${mostPasskeys}) n where u.id = ? returning id`,
    [olga],
  );
  return first!.id;
}

/** Agents, groups that Olga is in, and people who are in one of these. */
async function growPeople(em: TenantEm, tenantId: string, olga: string): Promise<void> {
  const statements: [string, unknown[]][] = [
    [
      `insert into app_user (tenant_id, id, email, name, active)
       select ?, gen_random_uuid(), 'agent.' || gen_random_uuid() || '@crowd.test', 'Agent ' || n, true
       from generate_series(1, ${many}) n`,
      [tenantId],
    ],
    [
      `insert into permission_group (tenant_id, id, name)
       select ?, gen_random_uuid(), 'Crowd ' || n from generate_series(1, ${many}) n`,
      [tenantId],
    ],
    [
      `insert into group_permission (tenant_id, group_id, permission)
       select tenant_id, id, 'assets:manage' from permission_group where name like 'Crowd %'`,
      [],
    ],
    [
      `insert into group_member (tenant_id, group_id, user_id)
       select g.tenant_id, g.id, ? from permission_group g where g.name like 'Crowd %'
       union select g.tenant_id, g.id, u.id from permission_group g, app_user u
       where u.name like 'Agent %' and (g.system_key = 'itsm_agent' or g.name = 'Crowd 1')`,
      [olga],
    ],
  ];
  for (const [sql, params] of statements) await em.execute(sql, params, 'run');
}

/** Keys with their use, templates with their versions, changes of settings and of the licence, alerts. */
async function growSettings(em: TenantEm, tenantId: string, olga: string, keyIds: readonly string[]): Promise<void> {
  const languages = `{"",${languageCodes.join(',')}}`;
  const statements: [string, unknown[]][] = [
    [
      `insert into api_key (tenant_id, id, name, environment, secret_hash, scopes, user_id, integration_id,
         permissions, created_at)
       select k.tenant_id, gen_random_uuid(), 'Key ' || n, k.environment, k.secret_hash, k.scopes, k.user_id,
         case when k.user_id is null then gen_random_uuid() end, k.permissions, now() - make_interval(mins => n)
       from api_key k, generate_series(1, ${many}) n where k.id in (?)`,
      [keyIds],
    ],
    [`select count(api_call_count(k.tenant_id, k.id, 1000, 1000000, false)) from api_key k`, []],
    [
      `insert into settings_change (tenant_id, id, at, by_id, kind, user_id, subject, before, after)
       select ?, gen_random_uuid(), now(), ?, 'prefix_changed', ?, 'Group ' || n, to_jsonb('a' || n), to_jsonb('b' || n)
       from generate_series(1, ${many}) n`,
      [tenantId, olga, olga],
    ],
    [
      `insert into mail_template (tenant_id, event, audience, language, version, subject, html, text, saved_at, saved_by)
       select ?::uuid, 'ticket.created', 'reporter', l, 1, 'Subject', ?, ?, now(), ?::uuid from unnest(?::text[]) l
       union all select ?::uuid, 'ticket.created', 'reporter', '', n, 'Subject', ?, ?, now(), ?::uuid
       from generate_series(2, ${many}) n`,
      [tenantId, longestText, longestText, olga, languages, tenantId, longestText, longestText, olga],
    ],
    [
      `insert into licence_change (tenant_id, version, at, by_id, before, after)
       select ?, 1000 + n, now(), null, null, ?::jsonb from generate_series(1, ${many}) n`,
      [tenantId, JSON.stringify({ active: true, validUntil: null, flags, maxAgents: 10, maxEmailsMonth: 10 })],
    ],
    [
      `insert into platform_alert (tenant_id, id, kind, period, quota_limit, used, most_used, opened_at, seen_at)
       select ?, gen_random_uuid(), 'emails_over_quota', (3000 + n) || '-01', 1, 2, 2, now(), now()
       from generate_series(1, ${many}) n`,
      [tenantId],
    ],
  ];
  for (const [sql, params] of statements) await em.execute(sql, params, 'run');
}
