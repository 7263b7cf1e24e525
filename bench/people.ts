import { randomUUID } from 'node:crypto';
import { inTenant, type TenantEm } from '../src/db/in-tenant.ts';
import type { Orm } from '../src/db/orm.ts';
import { callLimitCeiling } from '../src/domain/call-limits.ts';
import { createUser } from '../src/host/identity/create-user.ts';
import { openSession } from '../src/host/identity/sessions.ts';
import { activateLicence } from '../src/host/licence/change-licence.ts';
import { makeAgent } from '../src/host/permissions/groups.ts';
import { createTenant } from '../src/host/tenants/create-tenant.ts';

/** `agent` and `reporter` are the cookies of their sessions. */
export type BenchPeople = Readonly<{ tenantId: string; agentId: string; agent: string; reporter: string }>;

/** A tenant with an agent, a reporter, a queue address and as many old tickets as asked for. */
export async function createBenchPeople(orm: Orm, oldTickets: number): Promise<BenchPeople> {
  const tenantId = randomUUID();
  const { agentId, reporterId } = await inTenant(orm, tenantId, async (em) => {
    await createTenant(em, { id: tenantId, name: 'Bench', slug: 'bench', queueAddress: 'queue@bench.test' });
    await activateLicence(em, tenantId, { callsPerKey: callLimitCeiling, callsPerTenant: callLimitCeiling });
    const ids = {
      agentId: await createUser(em, tenantId, { email: 'agent@bench.test', name: 'Bench Agent' }),
      reporterId: await createUser(em, tenantId, { email: 'reporter@bench.test', name: 'Bench Reporter' }),
    };
    await makeAgent(em, tenantId, ids.agentId);
    await writeOldTickets(em, { tenantId, ...ids, wanted: oldTickets });
    return ids;
  });
  const cookie = async (userId: string): Promise<string> => `session=${await openSession(orm, { tenantId, userId })}`;
  return { tenantId, agentId, agent: await cookie(agentId), reporter: await cookie(reporterId) };
}

/** Writes the first tickets of a tenant, so many, a minute between them, the last one oldest. */
export async function writeOldTickets(
  em: TenantEm,
  of: Readonly<{ tenantId: string; reporterId: string; agentId: string; wanted: number }>,
): Promise<void> {
  await em.execute(oldTicketsSql, [of.wanted, of.tenantId, of.reporterId, of.agentId]);
}

// Rows as saveTicket leaves them, but for their hashes: a queue that has been used for a while. They have no workflows.
const oldTicketsSql = `
  with old as materialized (
    select n, gen_random_uuid() as id, gen_random_uuid() as text_id, now() - make_interval(mins => n::int) as at,
      (array['open', 'in_progress', 'resolved', 'closed', 'closed', 'closed', 'cancelled'])[1 + n % 7] as status,
      a.tenant_id, a.reporter_id, a.agent_id
    from (select ?::int as wanted, ?::uuid as tenant_id, ?::uuid as reporter_id, ?::uuid as agent_id) a,
      generate_series(1, a.wanted) n
  ), tickets as (
    insert into ticket (tenant_id, id, number, version, sequence, last_hash, type, title,
      description_text_id, status, priority, channel, reporter_id, assignee_id, created_at, updated_at, finished_at,
      last_public_at, last_public_side, waiting_for, waiting_since)
    select tenant_id, id, 'TKT-' || lpad(n::text, 6, '0'), 1, 1, '', 'incident', 'Old ticket number ' || n,
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
      '{"type": "created"}', '', '' from old
  ), counter as (
    insert into ticket_counter (tenant_id, last) select tenant_id, max(n) from old group by tenant_id
  )
  insert into ticket_count (tenant_id, status, assignee_id, waiting_for, n)
  select tenant_id, status, assignee_id, waiting_for, count(*) from tickets group by 1, 2, 3, 4`;
