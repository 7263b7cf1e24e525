import { randomUUID } from 'node:crypto';
import { inTenant, type TenantEm } from '../src/db/in-tenant.ts';
import type { Orm } from '../src/db/orm.ts';
import { callLimitCeiling } from '../src/domain/call-limits.ts';
import { flags, quotaCeilings } from '../src/domain/licence.ts';
import { createUser } from '../src/host/identity/create-user.ts';
import { openSession } from '../src/host/identity/sessions.ts';
import { activateLicence } from '../src/host/licence/change-licence.ts';
import { makeAgent } from '../src/host/permissions/groups.ts';
import { createTenant } from '../src/host/tenants/create-tenant.ts';

/** Somebody who is signed in: `cookie` is that of a session. */
export type BenchPerson = Readonly<{ id: string; cookie: string }>;

/** A tenant with at least one agent and one reporter; there are many where one alone would meet the limits of a person. */
export type BenchPeople = Readonly<{
  tenantId: string;
  agents: readonly [BenchPerson, ...BenchPerson[]];
  reporters: readonly [BenchPerson, ...BenchPerson[]];
}>;

/** What a tenant of the bench is like: its slug, how many people and old tickets it has, whether it sends mails. */
export type BenchTenant = Readonly<{
  slug: string;
  agents?: number;
  reporters?: number;
  oldTickets?: number;
  notices?: boolean;
}>;

/** Creates a tenant with a queue address, its people and its old tickets. */
export async function createBenchPeople(orm: Orm, tenant: BenchTenant): Promise<BenchPeople> {
  const { slug, agents = 1, reporters = 1, oldTickets = 0, notices = true } = tenant;
  const tenantId = randomUUID();
  const people = await inTenant(orm, tenantId, async (em) => {
    await createTenant(em, { id: tenantId, name: slug, slug, queueAddress: `queue@${slug}.test` });
    await activateLicence(em, tenantId, {
      flags: flags.filter((flag) => notices || flag !== 'email_notifications'),
      maxAgents: quotaCeilings.max_agents,
      maxEmailsMonth: quotaCeilings.max_emails_month,
      callsPerKey: callLimitCeiling,
      callsPerTenant: callLimitCeiling,
    });
    const create = async (role: string, count: number): Promise<[string, ...string[]]> => {
      const one = (n: number) =>
        createUser(em, tenantId, { email: `${role}-${n}@${slug}.test`, name: `Bench ${role} ${n}` });
      const ids: [string, ...string[]] = [await one(1)];
      for (let n = 2; n <= count; n += 1) ids.push(await one(n));
      return ids;
    };
    const made = { agents: await create('agent', agents), reporters: await create('reporter', reporters) };
    for (const id of made.agents) await makeAgent(em, tenantId, id);
    return made;
  });
  const [agentId, reporterId] = [people.agents[0], people.reporters[0]];
  for (let first = 1; first <= oldTickets; first += oldTicketsAtOnce) {
    const wanted = Math.min(oldTicketsAtOnce, oldTickets - first + 1);
    await inTenant(orm, tenantId, (em) => writeOldTickets(em, { tenantId, agentId, reporterId, first, wanted }));
  }
  const signIn = async (id: string): Promise<BenchPerson> => ({
    id,
    cookie: `session=${await openSession(orm, { tenantId, userId: id })}`,
  });
  const signInAll = async ([first, ...others]: [string, ...string[]]): Promise<[BenchPerson, ...BenchPerson[]]> => [
    await signIn(first),
    ...(await Promise.all(others.map(signIn))),
  ];
  return { tenantId, agents: await signInAll(people.agents), reporters: await signInAll(people.reporters) };
}

/** One of them, in turn. */
export function inTurn<Person>(people: readonly [Person, ...Person[]], place: number): Person {
  return people[place % people.length] ?? people[0];
}

/** So many in one statement, which has to be done before the database's patience ends. */
const oldTicketsAtOnce = 5_000;

/** Writes so many tickets of a tenant, a minute between them, the last one oldest. `first` is the number of the first one. */
export async function writeOldTickets(
  em: TenantEm,
  of: Readonly<{ tenantId: string; reporterId: string; agentId: string; first?: number; wanted: number }>,
): Promise<void> {
  const { first = 1, wanted, tenantId, reporterId, agentId } = of;
  await em.execute(oldTicketsSql, [first, wanted, tenantId, reporterId, agentId]);
}

// Rows as saveTicket leaves them, but for their hashes: a queue that has been used for a while. They have no workflows.
const oldTicketsSql = `
  with old as materialized (
    select n, gen_random_uuid() as id, gen_random_uuid() as text_id, now() - make_interval(mins => n::int) as at,
      (array['open', 'in_progress', 'resolved', 'closed', 'closed', 'closed', 'cancelled'])[1 + n % 7] as status,
      a.tenant_id, a.reporter_id, a.agent_id
    from (select ?::int as first, ?::int as wanted, ?::uuid as tenant_id, ?::uuid as reporter_id, ?::uuid as agent_id) a,
      generate_series(a.first, a.first + a.wanted - 1) n
  ), tickets as (
    insert into ticket (tenant_id, id, number, version, sequence, last_hash, type, title,
      description_text_id, status, priority, channel, reporter_id, assignee_id, created_at, updated_at, finished_at,
      last_public_at, last_public_side, waiting_for, waiting_since)
    select tenant_id, id, 'TKT-' || to_char(n, 'FM999999000000'), 1, 1, '', 'incident', 'Old ticket number ' || n,
      text_id, status, 'normal', 'desk', reporter_id, case when status = 'open' then null else agent_id end, at, at,
      case when status in ('closed', 'cancelled') then at end, at, 'reporter',
      case when status in ('closed', 'cancelled') then null else 'agent' end,
      case when status in ('closed', 'cancelled') then null else at end
    from old returning tenant_id, status, assignee_id, waiting_for
  ), texts as (
    insert into ticket_text (tenant_id, id, ticket_id, kind, body, salt)
    select tenant_id, text_id, id, 'description', 'It happened again, as so often before.', '' from old
  ), events as (
    insert into ticket_event (tenant_id, ticket_id, sequence, version, type, audience, actor_kind, actor_id,
      occurred_at, recorded_at, command_id, text_id, fact, canonical, hash)
    select tenant_id, id, 1, 1, 'created', 'public', 'user', reporter_id, at, at, 'old', text_id,
      jsonb_build_object('type', 'created', 'ticketId', id, 'number', 'TKT-' || to_char(n, 'FM999999000000'),
        'ticketType', 'incident', 'priority', 'normal', 'channel', 'desk', 'reporterId', reporter_id,
        'externalRef', null, 'followUpOf', null, 'title', jsonb_build_object('id', text_id, 'digest', ''),
        'description', jsonb_build_object('id', text_id, 'digest', '')), '', '' from old
  ), counter as (
    insert into ticket_counter (tenant_id, last) select tenant_id, max(n) from old group by tenant_id
    on conflict (tenant_id) do update set last = greatest(ticket_counter.last, excluded.last)
  )
  insert into ticket_count (tenant_id, status, assignee_id, waiting_for, n)
  select tenant_id, status, assignee_id, waiting_for, count(*) from tickets group by 1, 2, 3, 4`;
