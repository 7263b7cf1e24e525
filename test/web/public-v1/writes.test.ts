import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { TicketEntity } from '../../../src/db/ticket-entities.ts';
import { apiScopes } from '../../../src/domain/api-scopes.ts';
import { flags } from '../../../src/domain/licence.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../src/host/permissions/group.ts';
import { createApiKey } from '../../../src/host/api-keys/create-api-key.ts';
import { ticketChange, newTicket } from '../../../web/public-v1/schemas/ticket-input.ts';
import { newComment } from '../../../web/public-v1/schemas/comment.ts';
import { z } from 'zod';
import { type ApiClient, apiClient, type ApiItem } from '../../support/api-client.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { aMovement, anAsset } from '../../support/assets.ts';
import { type Product, startProduct, testSecret, type TestTenant } from '../../support/product.ts';
import { expectSound } from '../../support/soundness.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let product: Product;
let web: TestWeb;
let tenant: TestTenant;
let agent: KeyedClient;
let reporter: KeyedClient;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ databaseUrl: product.databaseUrl, tickets: product.gateway });
  tenant = await product.tenant();
  agent = await clientOf(tenant.id, tenant.agent.id);
  reporter = await clientOf(tenant.id, tenant.reporter.id);
}, 60_000);
afterAll(async () => {
  await web?.close();
  await product?.stop();
});

type KeyedClient = ApiClient & Readonly<{ keyId: string }>;

async function clientOf(tenantId: string, userId: string): Promise<KeyedClient> {
  const wish = { name: 'Key', scopes: apiScopes, for: { userId }, expiresAt: null, by: null };
  const made = await inTenant(product.orm, tenantId, (em) => createApiKey(em, tenantId, wish));
  return { ...apiClient(web, made), keyId: made.id };
}

const fire = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
const newTicketOf = async (client: ApiClient, more: object = {}) =>
  (await client.post('/tickets', { ...fire, ...more })).body;
const countTickets = (): Promise<number> => inTenant(product.orm, tenant.id, (em) => em.count(TicketEntity, {}));
const laptop = () => anAsset(product.orm, { tenantId: tenant.id, by: tenant.agent.id });

const keyed = (key: string) => ({ 'Idempotency-Key': key });

describe('POST /tickets', () => {
  it('files a ticket for the user of the key, by the channel api', async () => {
    const { status, body, headers } = await reporter.post('/tickets', { ...fire, external_ref: 'MON-1' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...fire,
      status: 'open',
      priority: 'normal',
      channel: 'api',
      external_ref: 'MON-1',
      reporter: { id: tenant.reporter.id, name: 'Rita Reporter' },
      assignee: null,
      version: 1,
    });
    expect([headers.get('Location'), headers.get('ETag')]).toEqual([`/public/v1/tickets/${body.id}`, '"1"']);
    expect((await reporter.get(`/tickets/${body.id}`)).body).toEqual(body);
    expect((await reporter.get(`/tickets/${body.number.toLowerCase()}`)).body).toEqual(body);
  });

  it('lets agents name a reporter and a priority, and nobody else', async () => {
    const filed = await newTicketOf(agent, {
      priority: 'urgent',
      reporter_email: tenant.addresses.reporter.toUpperCase(),
    });
    expect(filed).toMatchObject({ priority: 'urgent', reporter: { id: tenant.reporter.id } });
    const forAnother = await reporter.post('/tickets', { ...fire, reporter_email: tenant.addresses.agent });
    expect([forAnother.status, forAnother.body.errors?.[0]]).toMatchObject([403, { pointer: '/reporter_email' }]);
    const urgent = await reporter.post('/tickets', { ...fire, priority: 'urgent' });
    expect([urgent.status, urgent.body.errors?.[0]]).toMatchObject([403, { pointer: '/priority' }]);
    const unknown = await agent.post('/tickets', { ...fire, reporter_email: 'nobody@nowhere.test' });
    expect([unknown.status, unknown.body.code, unknown.body.errors?.[0]]).toMatchObject([
      422,
      'reporter_unknown',
      { pointer: '/reporter_email' },
    ]);
  });

  it('tells agents that the reporter has not joined yet or is deactivated, and answers a repeat all the same', async () => {
    const email = 'nora.new@example.test';
    const nora = { tenantId: tenant.id, id: randomUUID(), email, name: 'Nora', active: true };
    const set = (change: object) =>
      inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(UserEntity, { id: nora.id }, change));
    const details = async (client: ApiClient) => {
      const { status, body } = await client.post('/tickets', { ...fire, reporter_email: email });
      return [status, body.code, body.errors?.[0]?.detail];
    };
    await inTenant(product.orm, tenant.id, (em) => em.insert(UserEntity, nora));
    const first = await agent.post('/tickets', { ...fire, reporter_email: email }, keyed('nora'));
    await set({ active: false });
    expect(await details(agent)).toEqual([
      422,
      'reporter_unknown',
      'This person has been invited, but has not joined yet.',
    ]);
    await set({ deactivatedAt: new Date() });
    expect(await details(agent)).toEqual([422, 'reporter_unknown', 'This person has been deactivated.']);
    expect(await details(reporter)).toMatchObject([
      403,
      'forbidden',
      'Only agents may file a ticket for somebody else.',
    ]);
    const again = await agent.post('/tickets', { ...fire, reporter_email: email }, keyed('nora'));
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  });

  it('tells nobody but agents which addresses belong to users', async () => {
    const asked = (address: string) => reporter.post('/tickets', { ...fire, reporter_email: address });
    const [known, unknown] = [await asked(tenant.addresses.otherAgent), await asked('nobody@nowhere.test')];
    expect(known.status).toBe(403);
    const withoutRequest = ({ text }: typeof known) => text.replace(/"request_id":"[^"]+"/, '');
    expect(withoutRequest(unknown)).toEqual(withoutRequest(known));
  });

  it('names the key in every event that it makes, provably, and in the mail that tells of it', async () => {
    const { body } = await reporter.post('/tickets', { ...fire, title: 'Filed by a key' });
    const { body: answered } = await agent.post(`/tickets/${body.id}/comments`, { body: 'On our way.' });
    await agent.patch(`/tickets/${body.id}`, { priority: 'high' });
    const { events } = await expectSound(product.orm, tenant.id, body.id, testSecret);
    expect(events.map(({ actorKind, byKeyId }) => [actorKind, byKeyId])).toEqual([
      ['user', reporter.keyId],
      ['user', agent.keyId],
      ['user', agent.keyId],
    ]);
    for (const { canonical, byKeyId } of events) expect(canonical).toContain(`"byKey":{"id":"${byKeyId}"}`);

    const actorsTo = async (client: ApiClient) =>
      (await client.get(`/tickets/${body.id}/events`)).body.data.map(({ actor }) => [actor.name, actor.key]);
    const [ritas, adas] = [reporter.keyId, agent.keyId].map((id) => ({ id, name: 'Key' }));
    expect(await actorsTo(agent)).toEqual([
      ['Rita Reporter', ritas],
      ['Ada Agent', adas],
      ['Ada Agent', adas],
    ]);
    expect(await actorsTo(reporter)).toEqual([
      ['Rita Reporter', ritas],
      ['Ada Agent', null],
    ]);
    expect(answered.author).toMatchObject({ name: 'Ada Agent', key: adas });

    const told = await product.mailbox.waitFor(
      ({ subject, to }) =>
        subject?.includes('Filed by a key') === true && JSON.stringify(to).includes(tenant.addresses.otherAgent),
    );
    expect(told.text).toContain('Rita Reporter by key Key has reported an incident.');
    expect(told.text).toContain('Reported by Rita Reporter\n');
  });

  it('refuses an external reference that another ticket has', async () => {
    await newTicketOf(agent, { external_ref: 'MON-2' });
    const again = await agent.post('/tickets', { ...fire, external_ref: 'MON-2' });
    expect([again.status, again.body.code, again.body.errors?.[0]]).toMatchObject([
      409,
      'external_ref_taken',
      { pointer: '/external_ref' },
    ]);
  });

  it('names the ticket that has the reference to a key that may read it, and to no other', async () => {
    const mine = await reporter.post('/tickets', { ...fire, external_ref: 'HELD-1' });
    const theirs = await newTicketOf(agent, { external_ref: 'HELD-2' });
    const writeOnly = apiClient(
      web,
      await createKeyFor(product.orm, { tenantId: tenant.id, userId: tenant.agent.id }, { scopes: ['tickets:write'] }),
    );
    const taken = async (client: ApiClient, reference: string) => {
      const { status, body } = await client.post('/tickets', { ...fire, external_ref: reference });
      return [
        status,
        body.code,
        body.details,
        body.detail?.includes(theirs.number) || body.detail?.includes(mine.body.number),
      ];
    };
    const named = ({ id, number }: Pick<ApiItem, 'id' | 'number'>) => [
      409,
      'external_ref_taken',
      { ticket_id: id, ticket_number: number },
      true,
    ];
    const unnamed = [409, 'external_ref_taken', undefined, false];
    expect(await taken(agent, 'HELD-1')).toEqual(named(mine.body));
    expect(await taken(agent, 'HELD-2')).toEqual(named(theirs));
    expect(await taken(reporter, 'HELD-1')).toEqual(named(mine.body));
    expect(await taken(reporter, 'HELD-2')).toEqual(unnamed);
    expect(await taken(writeOnly, 'HELD-2')).toEqual(unnamed);
  });

  it('takes an integration at its word for whom it files, and not without', async () => {
    const integration = apiClient(web, await createIntegrationKey(product.orm, tenant.id, { name: 'Monitoring' }));
    const without = await integration.post('/tickets', fire);
    expect([without.status, without.body.errors?.[0]]).toMatchObject([422, { pointer: '/reporter_email' }]);
    const { body } = await integration.post('/tickets', { ...fire, reporter_email: tenant.addresses.reporter });
    expect(body).toMatchObject({ reporter: { id: tenant.reporter.id } });
    const [created] = (await agent.get(`/tickets/${body.id}/events`)).body.data;
    expect(created?.actor).toMatchObject({ kind: 'integration', name: 'Monitoring' });
    const started = await integration.patch(`/tickets/${body.id}`, { status: 'in_progress' });
    expect(started.body).toMatchObject({ status: 'in_progress', assignee: null });
    const small = apiClient(
      web,
      await createIntegrationKey(product.orm, tenant.id, { permissions: ['tickets:create'] }),
    );
    const refused = await small.post('/tickets', { ...fire, reporter_email: tenant.addresses.reporter });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect((await small.get('/tickets')).body.data).toEqual([]);
  });

  it('links assets, and ignores them where they are switched off (R29)', async () => {
    const other = await product.tenant({ flags: flags.filter((flag) => flag !== 'asset_integration') });
    const switchedOff = await clientOf(other.id, other.agent.id);
    const asset = await laptop();
    const linked = await newTicketOf(agent, { asset_ids: [asset.id] });
    expect(linked.assets).toEqual([{ id: asset.id, name: asset.label }]);
    expect((await agent.get(`/tickets?asset=${asset.id}`)).body.data.map(({ id }) => id)).toEqual([linked.id]);
    const ignored = await newTicketOf(switchedOff, { asset_ids: [asset.id], movement_id: asset.id });
    expect(ignored).toMatchObject({ assets: [], movement: null });
    expect(ignored.actions).not.toContain('change_assets');
    const unknown = await agent.post('/tickets', { ...fire, asset_ids: [tenant.id] });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'asset_unknown']);
    const emptied = await agent.patch(`/tickets/${linked.id}`, { asset_ids: [] });
    expect(emptied.body.assets).toEqual([]);
    const unlinked = (await agent.get(`/tickets/${linked.id}/events`)).body.data.at(-1);
    expect(unlinked).toMatchObject({ type: 'asset_unlinked', details: { asset: { id: asset.id, name: asset.label } } });
  });

  it('links a movement of one of the assets, changes and removes it (R30)', async () => {
    const [asset, other] = [await laptop(), await laptop()];
    const by = { tenantId: tenant.id, by: tenant.agent.id };
    const movement = await aMovement(product.orm, by, { assetId: asset.id });
    const foreign = await aMovement(product.orm, by, { assetId: other.id });
    const linked = await newTicketOf(agent, { asset_ids: [asset.id], movement_id: movement });
    expect(linked.movement).toEqual({ id: movement, name: 'Move, 2026-01-05' });
    const refused = await agent.patch(`/tickets/${linked.id}`, { movement_id: foreign });
    expect([refused.status, refused.body.code]).toEqual([422, 'movement_unknown']);
    const both = await agent.patch(`/tickets/${linked.id}`, { asset_ids: [asset.id, other.id], movement_id: foreign });
    expect([both.body.movement?.id, both.body.assets.length]).toEqual([foreign, 2]);
    const withoutAsset = await agent.patch(`/tickets/${linked.id}`, { asset_ids: [asset.id] });
    expect(withoutAsset.body).toMatchObject({ movement: null, assets: [{ id: asset.id, name: asset.label }] });
    const again = await agent.patch(`/tickets/${linked.id}`, { movement_id: movement });
    expect(again.body.movement?.id).toBe(movement);
    expect((await agent.patch(`/tickets/${linked.id}`, { movement_id: null })).body.movement).toBeNull();
  });
});

describe('PATCH /tickets/{id}', () => {
  it('changes everything at once, as one command', async () => {
    const { id } = await newTicketOf(agent);
    const changes = { title: 'Smoke', description: 'Much smoke.', type: 'service_request', priority: 'high' };
    const { body, headers } = await agent.patch(`/tickets/${id}`, {
      ...changes,
      assignee_id: tenant.otherAgent.id.toUpperCase(),
      status: 'in_progress',
    });
    expect(body).toMatchObject({
      ...changes,
      status: 'in_progress',
      assignee: { id: tenant.otherAgent.id },
      version: 2,
    });
    expect(headers.get('ETag')).toBe('"2"');
    const types = (await agent.get(`/tickets/${id}/events`)).body.data.map(({ type }) => type);
    expect(types.filter((type) => type === 'status_changed')).toHaveLength(1);
  });

  it('changes nothing when one part is refused', async () => {
    const before = await newTicketOf(agent);
    const { status, body } = await agent.patch(`/tickets/${before.id}`, { title: 'Smoke', status: 'closed' });
    expect([status, body.code]).toEqual([409, 'transition_not_allowed']);
    expect((await agent.get(`/tickets/${before.id}`)).body).toEqual(before);
  });

  it('starts an open ticket with nobody where assignee_id is null, and with the caller where it is left out', async () => {
    const start = async (more: object) =>
      (await agent.patch(`/tickets/${(await newTicketOf(reporter)).id}`, { status: 'in_progress', ...more })).body;
    expect(await start({ assignee_id: null })).toMatchObject({ status: 'in_progress', assignee: null });
    expect(await start({})).toMatchObject({ status: 'in_progress', assignee: { id: tenant.agent.id } });
  });

  it('assigns, starts, gives back, resolves, reopens, closes', async () => {
    const { id } = await newTicketOf(reporter);
    const change = async (body: object) => (await agent.patch(`/tickets/${id}`, body)).body;
    expect(await change({ assignee_id: tenant.agent.id })).toMatchObject({
      status: 'in_progress',
      assignee: { id: tenant.agent.id, name: 'Ada Agent' },
    });
    expect(await change({ assignee_id: null })).toMatchObject({ status: 'in_progress', assignee: null });
    const solution = 'The toner was replaced.';
    expect(await change({ status: 'resolved', solution })).toMatchObject({ status: 'resolved', solution });
    expect((await reporter.get(`/tickets/${id}`)).body).toMatchObject({
      solution,
      actions: expect.arrayContaining(['confirm_solved']),
    });
    expect(await change({ status: 'in_progress', reason: 'Not yet.' })).toMatchObject({
      solution: null,
      resolved_at: null,
    });
    expect(await change({ status: 'resolved' })).toMatchObject({ status: 'resolved', solution: null });
    const closed = await change({ status: 'closed' });
    expect(closed).toMatchObject({ status: 'closed', closed_at: closed.updated_at, actions: [] });
    const late = await agent.patch(`/tickets/${id}`, { title: 'Too late' });
    expect([late.status, late.body.code]).toEqual([409, 'ticket_finished']);
  });

  it('refuses an assignee who is no agent, naming the field as the API calls it', async () => {
    const { id } = await newTicketOf(agent);
    const { status, body } = await agent.patch(`/tickets/${id}`, { assignee_id: tenant.reporter.id });
    expect([status, body.code, body.errors?.[0]]).toMatchObject([
      409,
      'assignee_not_agent',
      { pointer: '/assignee_id' },
    ]);
  });

  it('takes an id in capitals for the id that it is', async () => {
    const { id } = await newTicketOf(agent);
    const assign = async (to: string) => (await agent.patch(`/tickets/${id}`, { assignee_id: to })).body.version;
    const capitals = tenant.agent.id.toUpperCase();
    expect([await assign(capitals), await assign(tenant.agent.id), await assign(capitals)]).toEqual([2, 2, 2]);
    expect((await agent.get(`/tickets/${id}`)).body.assignee?.id).toBe(tenant.agent.id);
  });

  it('of two with one ETag lets one through; the other is 412, with who and when', async () => {
    const { id } = await newTicketOf(agent);
    const other = await clientOf(tenant.id, tenant.otherAgent.id);
    const answers = await Promise.all([
      agent.patch(`/tickets/${id}`, { title: 'Ada was here' }, { 'If-Match': '"1"' }),
      other.patch(`/tickets/${id}`, { title: 'Otto was here' }, { 'If-Match': '"1"' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const won = answers.find(({ status }) => status === 200)?.body;
    const lost = answers.find(({ status }) => status === 412)?.body;
    expect(lost).toMatchObject({
      code: 'stale_version',
      details: {
        version: 2,
        changed_by_kind: 'user',
        changed_by_name: won?.title === 'Ada was here' ? 'Ada Agent' : 'Otto Other',
        changed_at: won?.updated_at,
      },
    });
    expect((await agent.get(`/tickets/${id}`)).body.title).toBe(won?.title);
  });

  it('reads If-Match as RFC 9110 does: any of several, *, strong tags only', async () => {
    const { id } = await newTicketOf(agent);
    const patch = async (tags: string) =>
      (await agent.patch(`/tickets/${id}`, { title: `By ${tags}` }, { 'If-Match': tags })).status;
    expect(await patch('"9", "1"')).toBe(200);
    expect(await patch('*')).toBe(200);
    expect(await patch('W/"3"')).toBe(412);
    expect(await patch('"something-else"')).toBe(412);
    expect(await patch('3')).toBe(400);
    expect((await agent.get(`/tickets/${id}`)).body.version).toBe(3);
  });

  it('is a repeat whatever If-Match comes with it, and of a finished ticket is refused as finished', async () => {
    const { id } = await newTicketOf(agent);
    const cancel = (tags: string, key: string) =>
      agent.patch(`/tickets/${id}`, { status: 'cancelled' }, { 'If-Match': tags, ...keyed(key) });
    expect((await cancel('"1"', 'cancel')).status).toBe(200);
    const again = await cancel('W/"1"', 'cancel');
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const anew = await cancel('W/"1"', 'cancel-anew');
    expect([anew.status, anew.body.code]).toEqual([409, 'ticket_finished']);
  });
});

describe('POST /tickets/{id}/comments', () => {
  it('adds replies of both sides and notes of agents; a reporter writes no note', async () => {
    const { id } = await newTicketOf(reporter);
    const url = `/tickets/${id}/comments`;
    const reply = await agent.post(url, { body: 'On our way.\r\nReally.' });
    expect(reply.body).toMatchObject({
      body: 'On our way.\nReally.',
      visibility: 'external',
      author: { name: 'Ada Agent' },
    });
    const note = await agent.post(url, { body: 'Ask Otto.', visibility: 'internal' });
    const thanks = await reporter.post(url, { body: 'Thanks.' });
    const refused = await reporter.post(url, { body: 'Secret', visibility: 'internal' });
    expect([refused.status, refused.body.errors?.[0]]).toMatchObject([403, { pointer: '/visibility' }]);
    expect((await agent.get(url)).body.data).toEqual([reply.body, note.body, thanks.body]);
    // What the keys of others are called is for agents to know.
    const asReadByReporter = { ...reply.body, author: { ...reply.body.author, key: null } };
    expect((await reporter.get(url)).body.data).toEqual([asReadByReporter, thanks.body]);
  });
});

describe('expects_answer', () => {
  it('marks a reply that the reporter is to answer (R24), in answers and history; left out, nothing is asked', async () => {
    const { id } = await newTicketOf(reporter);
    const url = `/tickets/${id}/comments`;
    const plain = await agent.post(url, { body: 'The cause is found.' });
    const question = await agent.post(url, { body: 'Which floor?', expects_answer: true });
    const note = await agent.post(url, { body: 'Ask Otto.', visibility: 'internal', expects_answer: false });
    const asks = [plain, question, note].map(({ status, body }) => [status, body.expects_answer]);
    expect(asks).toEqual([
      [201, false],
      [201, true],
      [201, false],
    ]);
    const history: { type: string; details: unknown }[] = (await reporter.get(`/tickets/${id}/events`)).body.data;
    const told = history.filter(({ type }) => type === 'comment_added').map(({ details }) => details);
    expect(told).toMatchObject([{ expects_answer: false }, { expects_answer: true }]);
  });

  it('is refused with its place where nobody could answer: in notes, and in the reporter’s own messages', async () => {
    const { id } = await newTicketOf(reporter);
    const url = `/tickets/${id}/comments`;
    const refused = [
      await agent.post(url, { body: 'Ask Otto?', visibility: 'internal', expects_answer: true }),
      await reporter.post(url, { body: 'Any news?', expects_answer: true }),
      await agent.post(url, { body: 'Which floor?', expects_answer: null }),
      await agent.post(url, { body: 'Which floor?', expects_answer: 'yes' }),
    ];
    for (const { status, body } of refused) {
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ pointer: '/expects_answer' }]);
    }
    expect((await agent.get(url)).body.data).toEqual([]);
  });
});

describe('a request that is repeated', () => {
  it('with its Idempotency-Key, fifty at once, makes one ticket and gives one answer', async () => {
    const before = await countTickets();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reporter.post('/tickets', fire, keyed('"fifty"'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('Idempotency-Replayed') === 'true')).toHaveLength(49);
    expect(await countTickets()).toBe(before + 1);
  });

  it('later is answered with the ticket as it is now; quotes around the key make no difference', async () => {
    const first = await reporter.post('/tickets', fire, keyed('"later"'));
    await agent.patch(`/tickets/${first.body.id}`, { title: 'Renamed' });
    const again = await reporter.post('/tickets', fire, keyed('later'));
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true']);
    expect(again.body).toMatchObject({ id: first.body.id, number: first.body.number, title: 'Renamed' });
  });

  it('shows a reporter no more than reading does: internal notes leave no trace', async () => {
    const { body } = await reporter.post('/tickets', fire, keyed('no-trace'));
    await agent.post(`/tickets/${body.id}/comments`, { body: 'Ask Otto.', visibility: 'internal' });
    const again = await reporter.post('/tickets', fire, keyed('no-trace'));
    expect([again.body, again.headers.get('ETag')]).toEqual([body, '"1"']);
  });

  it('by who may file for others no more is refused, and shows nothing', async () => {
    const former = await product.tenant();
    const client = await clientOf(former.id, former.otherAgent.id);
    const asked = { ...fire, reporter_email: former.addresses.reporter };
    expect((await client.post('/tickets', asked, keyed('former'))).status).toBe(201);
    const member = { tenantId: former.id, userId: former.otherAgent.id };
    await inTenant(product.orm, former.id, (em) => em.nativeDelete(GroupMemberEntity, member));
    const again = await client.post('/tickets', asked, keyed('former'));
    expect([again.status, again.text.includes(fire.title)]).toEqual([403, false]);
  });

  it('with another body is refused, and nothing is done', async () => {
    await reporter.post('/tickets', fire, keyed('other-body'));
    const before = await countTickets();
    const { status, body } = await reporter.post('/tickets', { ...fire, title: 'Else' }, keyed('other-body'));
    expect([status, body.code]).toEqual([422, 'command_id_reused']);
    expect(body.detail).toMatch(/^Use a new key/);
    expect(await countTickets()).toBe(before);
  });

  it('after a refusal is decided anew', async () => {
    const wish = { ...fire, external_ref: 'MON-3' };
    const taken = await newTicketOf(agent, { external_ref: 'MON-3' });
    expect((await agent.post('/tickets', wish, keyed('refused'))).status).toBe(409);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(TicketEntity, { id: taken.id }, { externalRef: null }),
    );
    const again = await agent.post('/tickets', wish, keyed('refused'));
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, null]);
  });

  it('changes a ticket once, under whichever version it is repeated, and comments once', async () => {
    const { id } = await newTicketOf(agent);
    const patch = (tags: string) =>
      agent.patch(`/tickets/${id}`, { priority: 'low' }, { 'If-Match': tags, ...keyed('once') });
    const answers = [await patch('"1"'), await patch('"1"'), await patch('"2"')];
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 2],
      [200, 2],
      [200, 2],
    ]);
    expect(answers.map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, 'true', 'true']);
    const post = () => agent.post(`/tickets/${id}/comments`, { body: 'Once.' }, keyed('once'));
    const comments = await Promise.all([post(), post(), post()]);
    expect(new Set(comments.map(({ text }) => text)).size).toBe(1);
    expect((await agent.get(`/tickets/${id}/comments`)).body.data).toHaveLength(1);
  });

  it('is a different one by another person, on another route and on another ticket', async () => {
    const [one, two] = [await newTicketOf(agent), await newTicketOf(agent)];
    const key = keyed('scope');
    const made = [await agent.post('/tickets', fire, key), await reporter.post('/tickets', fire, key)];
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(2);
    const comments = [
      await agent.post(`/tickets/${one.id}/comments`, { body: 'Hello.' }, key),
      await agent.post(`/tickets/${two.id}/comments`, { body: 'Hello.' }, key),
    ];
    const all = [...made, ...comments, await agent.patch(`/tickets/${one.id}`, { title: 'Scoped' }, key)];
    expect(all.map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, null, null, null, null]);
  });

  it('without the header is another one', async () => {
    expect((await newTicketOf(reporter)).id).not.toBe((await newTicketOf(reporter)).id);
  });
});

describe('the examples of the document', () => {
  const examplesOf = (schema: z.ZodType) => (z.globalRegistry.get(schema)?.examples ?? []) as object[];

  it('are taken as they stand', async () => {
    for (const example of examplesOf(newTicket)) expect((await agent.post('/tickets', example)).status).toBe(201);
    const { id } = await newTicketOf(reporter);
    await agent.patch(`/tickets/${id}`, { status: 'in_progress' });
    for (const example of examplesOf(newComment)) {
      expect((await agent.post(`/tickets/${id}/comments`, example)).status).toBe(201);
    }
    for (const example of examplesOf(ticketChange)) {
      expect((await agent.patch(`/tickets/${id}`, example)).status).toBe(200);
    }
  });
});
