import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { inAccount } from '../../src/db/in-account.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { savePlatformUser } from '../../src/host/identity/save-platform-user.ts';
import { factorKeyFrom } from '../../src/host/identity/second-step/factor-key.ts';
import { newRecoveryCodes } from '../../src/host/identity/second-step/recovery-codes.ts';
import { createUser } from '../../src/host/identity/create-user.ts';
import { createTenant } from '../../src/host/tenants/create-tenant.ts';
import { clonedDatabase } from '../support/databases.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;
let app: pg.Client;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl);
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});

afterAll(async () => {
  await app.end();
  await orm.close();
  await database.drop();
});

/** Tables that hold no tenant's rows, each with the reason why not. */
const withoutTenant = [
  'audit_run', // when the quotas of all tenants were looked at, and how many were over
  'schema_migration', // which migrations have run
  'sign_in_throttle', // failed sign-ins, counted before anybody's tenant is known
];

const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await app.query(sql)).rows;

async function aTenantWithUser(): Promise<{ tenantId: string; userId: string }> {
  const tenantId = randomUUID();
  const userId = await inTenant(orm, tenantId, async (em) => {
    await createTenant(em, { id: tenantId, name: 'A tenant', slug: `t-${tenantId.slice(0, 8)}` });
    return createUser(em, tenantId, { email: `${tenantId}@tenant.test`, name: 'Somebody' });
  });
  return { tenantId, userId };
}

async function aPlatformUser(): Promise<string> {
  return savePlatformUser(database.ownerUrl, { email: `${randomUUID()}@platform.test`, name: 'P', password: 'x' });
}

describe('every table', () => {
  it('has forced row-level security, or is listed as one without tenant', async () => {
    const unprotected = await rows(`
      select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
      order by relname`);
    expect(unprotected.map((table) => table.relname)).toEqual(withoutTenant);
  });

  it('with a tenant column has a policy on it', async () => {
    const tables = await rows(`
      select distinct c.relname, exists (
        select 1 from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '%app.tenant%'
      ) as protected
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where n.nspname = 'public' and c.relkind in ('r', 'p')`);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((table) => table.protected !== true)).toEqual([]);
  });
});

describe("the application's role", () => {
  it('owns nothing, is no superuser and does not bypass row-level security', async () => {
    expect(
      await rows(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        exists (select 1 from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = current_user`),
    ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: false }]);
  });

  it('sees nobody without a tenant, and only its own with one', async () => {
    const ours = await aTenantWithUser();
    const theirs = await aTenantWithUser();
    expect(await rows('select 1 from app_user')).toEqual([]);
    const seen = await inTenant(orm, ours.tenantId, (em) => em.findAll(UserEntity));
    expect(seen.map((user) => user.id)).toEqual([ours.userId]);
    const found = await inTenant(orm, ours.tenantId, (em) => em.findOne(UserEntity, { id: theirs.userId }));
    expect(found).toBeNull();
  });

  it('cannot write into another tenant, nor move its own rows there', async () => {
    const ours = await aTenantWithUser();
    const theirs = await aTenantWithUser();
    const intrude = inTenant(orm, ours.tenantId, (em) =>
      createUser(em, theirs.tenantId, { email: `${randomUUID()}@intruder.test`, name: 'Intruder' }),
    );
    await expect(intrude).rejects.toThrow(/row-level security/);
    const move = inTenant(orm, ours.tenantId, (em) =>
      em.nativeUpdate(UserEntity, { id: ours.userId }, { tenantId: theirs.tenantId }),
    );
    await expect(move).rejects.toThrow(/row-level security/);
  });

  it('sees second steps of its tenant alone and, of the platform team, those of whose account it is about', async () => {
    const ours = await aTenantWithUser();
    const theirs = await aTenantWithUser();
    const petra = { tenantId: null, userId: await aPlatformUser() };
    const paul = { tenantId: null, userId: await aPlatformUser() };
    const people = [ours, theirs, petra, paul];
    for (const account of people) {
      await inAccount(orm, account, (em) => newRecoveryCodes(em, account, factorKeyFrom('x'.repeat(32))));
    }
    expect(await rows('select 1 from account_recovery_code')).toEqual([]);
    for (const account of people) {
      const sql = 'select distinct user_id from account_recovery_code';
      const seen = await inAccount(orm, account, (em) => em.execute<{ user_id: string }[]>(sql));
      expect(seen.map((row) => row.user_id)).toEqual([account.userId]);
    }
    for (const [as, of] of [
      [ours, theirs],
      [ours, petra],
      [petra, ours],
      [petra, paul],
    ] as const) {
      const intrude = inAccount(orm, as, (em) => newRecoveryCodes(em, of, factorKeyFrom('x'.repeat(32))));
      await expect(intrude).rejects.toThrow(/row-level security/);
    }
  });

  it('leaves no tenant behind on a pooled connection', async () => {
    const { tenantId } = await aTenantWithUser();
    await inTenant(orm, tenantId, (em) => em.count(UserEntity, {}));
    expect(await orm.em.fork().execute('select 1 from app_user')).toEqual([]);
  });

  it('cannot change or remove the history, nor read who is signed in', async () => {
    for (const sql of [
      "update ticket_event set type = 'x'",
      'delete from ticket_event',
      'delete from ticket_command',
      'select * from session',
      'select * from platform_user',
      'select * from platform_session',
      'select * from sign_in_step',
      'select * from spent_challenge',
      "update account_totp set sealed_secret = ''",
      "update account_passkey set public_key = ''",
      'update licence_change set version = 1',
      'select * from use_window',
      "insert into api_usage values (gen_random_uuid(), gen_random_uuid(), now(), 'read', 1)",
      'update api_usage set calls = 1',
      'delete from settings_change',
      "update asset_movement set note = 'x'",
      'delete from asset_movement',
      'delete from asset_event',
      'alter table ticket disable row level security',
      'set role uslimato_lookup',
    ]) {
      await expect(app.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});

describe('what looks across tenants', () => {
  it('is a listed set of SECURITY DEFINER functions of a role that nobody logs in as', async () => {
    const functions = await rows(`
      select p.proname, r.rolname as owner, r.rolcanlogin as login, p.proconfig::text as settings
      from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and p.prosecdef order by 1`);
    expect(functions.map((each) => each.proname)).toEqual([
      'account_exists',
      'account_link_find',
      'agent_releases',
      'api_call_count',
      'api_guess_count',
      'api_key_find',
      'challenge_spend',
      'confirm_versions',
      'failing_tickets',
      'kept_form_save',
      'lost_password_lookup',
      'notice_claim',
      'notice_renew',
      'outbox_backlog',
      'passkey_find',
      'platform_alert_tenant',
      'platform_alerts',
      'platform_licence_changes',
      'platform_overruns',
      'platform_password_set',
      'platform_session_close',
      'platform_session_close_all',
      'platform_session_find',
      'platform_session_open',
      'platform_sign_in_lookup',
      'platform_team',
      'platform_tenants',
      'roll_up_counts',
      'search_named',
      'search_names',
      'search_tickets',
      'search_tokens',
      'service_mail_claim',
      'service_mail_renew',
      'session_close',
      'session_close_all',
      'session_find',
      'session_open',
      'sign_in_lookup',
      'sign_in_step_close',
      'sign_in_step_find',
      'sign_in_step_open',
      'stuck_tickets',
      'tenant_ids_after',
      'ticket_numbered',
      'unconfirmed_tickets',
      'use_count',
    ]);
    for (const each of functions) {
      expect(each).toMatchObject({ owner: 'uslimato_lookup', login: false });
      expect(each.settings).toContain('search_path=public, pg_temp');
    }
  });

  it('of search stays inside the tenant of the transaction', async () => {
    const word = `'[{"forms": ["anything"], "partly": true}]'`;
    expect(await rows(`select ids from search_tickets(${word}, null, 10, false)`)).toEqual([{ ids: [] }]);
    expect(await rows(`select * from search_named('name', ${word})`)).toEqual([]);
    expect(await rows('select * from ticket_numbered(1)')).toEqual([]);
  });
});
