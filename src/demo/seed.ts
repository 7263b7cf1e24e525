import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import type { Actor } from '../domain/actor.ts';
import type { Change, Command, CreateCommand } from '../domain/command.ts';
import { agentPermissions } from '../domain/permissions.ts';
import { createUser } from '../host/identity/create-user.ts';
import { hashPassword } from '../host/identity/passwords.ts';
import { platformSignInLookup } from '../host/identity/platform-users.ts';
import { savePlatformUser } from '../host/identity/save-platform-user.ts';
import { signInLookup } from '../host/identity/sign-in.ts';
import { activateLicence } from '../host/licence/change-licence.ts';
import { addMember, createGroup, makeAgent } from '../host/permissions/groups.ts';
import { createTenant } from '../host/tenants/create-tenant.ts';
import { derivedId, newId } from '../ids.ts';
import { demoAssetId, demoMovementId, type Keepers, seedAssets } from './seed-assets.ts';
import { storiesIn, type Story, type StoryActor, type StoryChange } from './stories.ts';
import { demoPassword, demoPlatformUser, type DemoTenant, demoTenants } from './tenants.ts';

/** How the demo's tickets are written: the same way as any other. */
export type DemoGateway = Readonly<{
  create(command: CreateCommand): Promise<unknown>;
  send(tenantId: string, ticketId: string, command: Command): Promise<unknown>;
}>;

const storiesAtOnce = 4;

/** Creates the demo's platform user, unless it exists: as the database's owner, like every platform user. */
export async function seedPlatformUser(orm: Orm, databaseOwnerUrl: string): Promise<void> {
  const { email, name } = demoPlatformUser;
  if ((await platformSignInLookup(orm, email)) !== null) return;
  await savePlatformUser(databaseOwnerUrl, { email, name, password: demoPassword });
}

/**
 * Creates the demo tenants with their people and assets, and plays their stories. May be repeated: existing tenants
 * stay as they are, and the ids of commands are derived from the stories, so nothing is done twice.
 */
export async function seedDemo(orm: Orm, gateway: DemoGateway): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  for (const tenant of demoTenants) {
    const people = await peopleOf(orm, tenant, passwordHash);
    await inTenant(orm, people.tenantId, (em) => seedAssets(em, people.tenantId, tenant.language, people));
    const remaining = storiesIn(tenant.language).entries();
    await Promise.all(
      Array.from({ length: storiesAtOnce }, async () => {
        for (const [place, story] of remaining) await play(gateway, people, `${tenant.slug}-${place}`, story);
      }),
    );
  }
}

type People = Readonly<{ tenantId: string }> & Keepers;

async function peopleOf(orm: Orm, tenant: DemoTenant, passwordHash: string): Promise<People> {
  const first = await signInLookup(orm, tenant.users[0]?.email ?? '');
  const tenantId = first?.tenantId ?? (await createPeople(orm, tenant, passwordHash));
  const idsOf = (role: 'admin' | 'agent' | 'reporter'): Promise<string[]> =>
    Promise.all(
      tenant.users
        .filter((user) => user.roles.includes(role))
        .map(async ({ email }) => (await signInLookup(orm, email))?.userId ?? ''),
    );
  const [by] = await idsOf('admin');
  if (by === undefined) throw new Error('A demo tenant needs an administrator');
  return { tenantId, by, agents: await idsOf('agent'), reporters: await idsOf('reporter') };
}

/** In one transaction, so that a demo tenant exists with everybody or not at all. */
async function createPeople(orm: Orm, tenant: DemoTenant, passwordHash: string): Promise<string> {
  const tenantId = newId();
  await inTenant(orm, tenantId, async (em) => {
    const { users, quotas, ...about } = tenant;
    await createTenant(em, { id: tenantId, ...about });
    await activateLicence(em, tenantId, quotas);
    const administrators = await createGroup(em, tenantId, {
      name: tenant.language === 'de' ? 'Administratoren' : 'Administrators',
      permissions: ['settings:manage', 'assets:manage'],
    });
    for (const { email, name, roles } of users) {
      const userId = await createUser(em, tenantId, { email, name, passwordHash });
      if (roles.includes('agent')) await makeAgent(em, tenantId, userId);
      if (roles.includes('admin')) await addMember(em, { tenantId, groupId: administrators, userId });
    }
  });
  return tenantId;
}

async function play(gateway: DemoGateway, people: People, name: string, story: Story): Promise<void> {
  const { tenantId } = people;
  const ticketId = derivedId('demo', tenantId, name);
  const reporter = actorOf(people, { reporter: story.reporter });
  const { type, title, description } = story;
  await gateway.create({
    id: derivedId('demo', ticketId, 'create'),
    fingerprint: 'demo',
    actor: reporter,
    tenantId,
    ticketId,
    type,
    title,
    description,
    channel: 'desk',
    reporterId: reporter.id,
    ...aboutOf(tenantId, story),
  });
  for (const [place, step] of story.steps.entries()) {
    const actor = actorOf(people, step.by);
    await gateway.send(tenantId, ticketId, {
      id: derivedId('demo', ticketId, String(place)),
      fingerprint: 'demo',
      actor,
      changes: step.changes.map((change) => changeBy(actor.id, tenantId, change)),
    });
  }
}

/** The asset and movement that the reporter says the ticket is about. */
function aboutOf(tenantId: string, { asset, movement }: Story): Pick<CreateCommand, 'assetIds' | 'movementId'> {
  if (asset === undefined) return {};
  return {
    assetIds: [demoAssetId(tenantId, asset)],
    ...(movement === undefined ? {} : { movementId: demoMovementId(tenantId, asset, movement) }),
  };
}

function changeBy(actorId: string, tenantId: string, change: StoryChange): Change {
  if (change.kind === 'link') return { kind: 'link_asset', assetId: demoAssetId(tenantId, change.asset) };
  return change.kind === 'assign' && change.to === 'me' ? { kind: 'assign', to: actorId } : change;
}

function actorOf(people: People, who: StoryActor): Extract<Actor, { kind: 'user' }> {
  const [ids, place, permissions] =
    'agent' in who
      ? [people.agents, who.agent, agentPermissions]
      : [people.reporters, who.reporter, ['tickets:create'] as const];
  const id = ids[place % ids.length];
  if (id === undefined) throw new Error('A demo tenant needs agents and reporters');
  return { kind: 'user', id, permissions };
}
