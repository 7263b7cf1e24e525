import { randomUUID } from 'node:crypto';
import { inAccount } from '../../src/db/in-account.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { createUser } from '../../src/host/identity/create-user.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { recordFinding } from '../../src/host/licence/alerts.ts';
import { createGroup } from '../../src/host/permissions/groups.ts';
import { answerToken } from '../../src/mail/answer-token.ts';
import { createIntegrationKey, createKeyFor } from '../support/api-keys.ts';
import { anAsset } from '../support/assets.ts';
import { createTenant } from '../support/people.ts';
import { agentActor, reporterActor, writeTicket } from '../support/rows.ts';
import { testAnswerKey } from '../support/web.ts';

/** A person of a tenant, and the account of whoever looks: the same, or one of the platform team. */
export type Owner = Readonly<{
  tenantId: string;
  userId: string;
  account: Readonly<{ tenantId: string | null; userId: string }>;
}>;

/** Which kind of object the parameters of a path name. */
export function kindOf(path: string): string {
  if (path.includes('/mails/:mail')) return 'mail';
  if (path.includes(':number')) return 'ticket';
  return path.slice(0, path.indexOf(':'));
}

/** The path with its parameters replaced. `object` fills the path's own parameters, several separated by slashes. */
export function addressOf(path: string, object: string): string {
  return path.replace(/:number\/mails\/:mail|:tenant\/:ticket/, object).replace(/:[a-z_]+/g, object);
}

/** Creates an object of this kind, and gives what stands for it in a path. A ticket is the owner's own: the desk shows it. */
export async function newObject(orm: Orm, kind: string, { tenantId, userId, account }: Owner): Promise<string> {
  switch (kind) {
    case 'mail':
      return newFailedMail(orm, tenantId, userId);
    case 'ticket':
      return (await newTicket(orm, tenantId, userId)).number;
    case '/settings/users/': {
      const email = `${randomUUID()}@cell.test`;
      return inTenant(orm, tenantId, (em) => createUser(em, tenantId, { email, name: 'Somebody' }));
    }
    case '/settings/permissions/':
      return inTenant(orm, tenantId, (em) => createGroup(em, tenantId, { name: randomUUID(), permissions: [] }));
    case '/assets/':
      // In the owner's hands: what somebody else holds is open to agents and asset managers only.
      return (await anAsset(orm, { tenantId, by: userId }, { holderId: userId })).id;
    case '/settings/templates/':
    case '/settings/itsm/templates/':
      return 'ticket.created.reporter';
    case '/settings/api-keys/':
      return (await createIntegrationKey(orm, tenantId)).id;
    case '/me/keys/':
      return (await createKeyFor(orm, { tenantId, userId })).id;
    case '/me/passkeys/':
      return newPasskey(orm, account);
    case '/platform/tenants/':
      return (await createTenant(orm)).id;
    case '/platform/alerts/':
      return newAlert(orm, tenantId);
    case '/platform/workflows/':
      // A ticket that is in no trouble: the answer is that nothing was done.
      return `${tenantId}/${randomUUID()}`;
    case '/account/':
      return 'not-one-of-our-tokens';
    case '/answer/':
      return newAnswerToken(orm, tenantId, userId);
    default:
      throw new Error(`Say what the parameter of ${kind} stands for`);
  }
}

let counter = 1;

const nextNumber = (): string => `CELL-${String(counter++).padStart(6, '0')}`;

async function newTicket(orm: Orm, tenantId: string, reporterId: string): Promise<{ id: string; number: string }> {
  const by = reporterActor(reporterId);
  return writeTicket(orm, { tenantId, reporterId, by, number: nextNumber() });
}

/** A mail about a ticket that could not be delivered: `number/mails/id`. */
async function newFailedMail(orm: Orm, tenantId: string, reporterId: string): Promise<string> {
  const { id: ticketId, number } = await newTicket(orm, tenantId, reporterId);
  const id = randomUUID();
  const told = { event: 'ticket.created', audience: 'agents', recipientAddress: 'queue@cell.test' } as const;
  const delivery = { state: 'failed', attempts: 1, triesBefore: 0, outcomeUnknown: false, messageId: id } as const;
  const row = { tenantId, id, ticketId, eventSequence: 1, status: 'open', createdAt: new Date() } as const;
  await inTenant(orm, tenantId, (em) => em.insert(NoticeEntity, { ...row, ...told, ...delivery }));
  return `${number}/mails/${id}`;
}

/** The token of the mail about a resolution; who resolved the ticket plays no part. */
async function newAnswerToken(orm: Orm, tenantId: string, reporterId: string): Promise<string> {
  const by = agentActor(reporterId);
  const at = new Date().toISOString();
  const { id: ticketId, sequence } = await writeTicket(orm, { tenantId, reporterId, number: nextNumber() }, [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'set_status', to: 'resolved' }], at },
  ]);
  return answerToken(testAnswerKey, { tenantId, ticketId, sequence });
}

async function newPasskey(orm: Orm, account: Owner['account']): Promise<string> {
  const id = randomUUID();
  const credential = Buffer.from(id);
  const values = [account.tenantId, account.userId, id, credential, credential];
  await inAccount(orm, account, (em) =>
    em.execute(
      `insert into account_passkey (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
       values (?, ?, ?, ?, ?, 0, '{}', 'Phone', now())`,
      values,
    ),
  );
  return id;
}

async function newAlert(orm: Orm, tenantId: string): Promise<string> {
  // One alert can be open for each month, so each gets a month of its own.
  const period = `${2100 + counter++}-01`;
  const finding = { kind: 'emails_over_quota', period, limit: 1, used: 2 } as const;
  return inTenant(orm, tenantId, async (em) => {
    await recordFinding(em, tenantId, finding, { team: [], now: new Date() });
    return (await em.findOneOrFail(AlertEntity, { tenantId, period })).id;
  });
}
