import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { AssetEntity, MovementEntity } from '../../../src/host/assets/asset.ts';
import { anAsset } from '../../support/assets.ts';
import { fill, submit } from '../../support/forms.ts';
import { createTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { keeper, type Office, office } from './office.ts';

let web: TestWeb;
let tenant: Office;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await office(web);
});
afterAll(() => web.close());

const ada = () => web.as(tenant.people.ada);
const read = (id: string) => inTenant(web.orm, tenant.id, (em) => em.findOne(AssetEntity, { id }));
const idIn = (location: string | null) => /^\/assets\/([^/?]+)/.exec(location ?? '')?.[1] ?? '';

const laptop = { name: 'Laptop', inventory_number: 'NB-1', category: 'computer', serial_number: '', location: '' };

describe('adding an asset', () => {
  it('leads to its page, once however often it is sent', async () => {
    const { email, userId } = tenant.people.rita;
    const { action, fields } = await fill(ada(), '/assets/new', '/assets/new', { ...laptop, holder: email });
    const answers = [await ada().post(action, fields), await ada().post(action, fields)];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(answers[0]?.location).toBe(answers[1]?.location);
    expect(await read(idIn(answers[0]?.location ?? ''))).toMatchObject({
      name: 'Laptop',
      holderId: userId,
      serialNumber: null,
      location: null,
    });
  });

  it('that is corrected and sent again says that the number is taken, and is not lost as if it were saved', async () => {
    const wrong = { ...laptop, name: 'Wrnog', inventory_number: 'NB-77' };
    const { action, fields } = await fill(ada(), '/assets/new', '/assets/new', wrong);
    expect((await ada().post(action, fields)).status).toBe(303);
    const corrected = await ada().post(action, { ...fields, name: 'Right' });
    expect([corrected.status, corrected.text.includes('Another asset has this inventory number.')]).toEqual([
      409,
      true,
    ]);
  });

  it('says what is missing, and keeps what was typed', async () => {
    const answer = await submit(ada(), '/assets/new', '/assets/new', {
      ...laptop,
      name: ' ',
      inventory_number: '',
      category: '',
    });
    expect(answer.status).toBe(422);
    for (const words of ['Enter what the asset is called.', 'Enter the inventory number.', 'Choose a category.']) {
      expect(answer.text).toContain(words);
    }
    expect(answer.text).toContain('There is a problem');
  });

  it.each([
    ['name', 'x'.repeat(201), 'A name has at most 200 characters.'],
    ['inventory_number', 'x'.repeat(51), 'An inventory number has at most 50 characters.'],
    ['serial_number', 'x'.repeat(101), 'A serial number has at most 100 characters.'],
    ['location', 'x'.repeat(201), 'A location has at most 200 characters.'],
    ['location', 'Hall\u0000', 'the character U+0000 cannot be stored'],
    ['holder', 'nobody@nowhere.test', 'Nobody who is active has this e-mail address.'],
  ])('refuses a %s that cannot be, beside its field', async (field, value, message) => {
    const answer = await submit(ada(), '/assets/new', '/assets/new', {
      ...laptop,
      inventory_number: 'NB-2',
      [field]: value,
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(message);
    expect(answer.text).toContain(`id="${field}-error"`);
  });

  it('refuses an inventory number that another asset has', async () => {
    const taken = await anAsset(web.orm, keeper(tenant));
    const answer = await submit(ada(), '/assets/new', '/assets/new', {
      ...laptop,
      inventory_number: taken.inventoryNumber,
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('id="inventory_number-error"');
  });
});

describe('editing an asset', () => {
  it('saves it, and tells what somebody else has made of it meanwhile instead of writing over it', async () => {
    const asset = await anAsset(web.orm, keeper(tenant), { location: 'Store' });
    const path = `/assets/${asset.id}/edit`;
    const mine = await fill(ada(), path, path, { location: 'Hall 1' });
    expect((await submit(ada(), path, path, { location: 'Hall 2' })).location).toBe(`/assets/${asset.id}?done=saved`);
    const refused = await ada().post(mine.action, mine.fields);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('What it says now');
    expect(refused.text).toMatch(/<dt>Location<\/dt><dd>Hall 2<\/dd>/);
    expect(refused.text).toContain('value="Hall 1"');
    expect(await read(asset.id)).toMatchObject({ location: 'Hall 2', version: 2 });
    // Sent again from there, it is meant.
    const seen = /name="seen_version" value="(\d+)"/.exec(refused.text)?.[1] ?? '';
    const key = /name="command_id" value="([^"]+)"/.exec(refused.text)?.[1] ?? '';
    const again = await ada().post(path, { ...mine.fields, command_id: key, seen_version: seen });
    expect(again.status).toBe(303);
    expect(await read(asset.id)).toMatchObject({ location: 'Hall 1', version: 3 });
  });
});

describe('an edit of an asset that leaves out a field', () => {
  it.each(['serial_number', 'holder', 'location'])('is refused instead of emptying %s', async (name) => {
    const asset = await anAsset(web.orm, keeper(tenant));
    const path = `/assets/${asset.id}/edit`;
    const { action, fields } = await fill(ada(), path, path, {});
    const { [name]: _left, ...rest } = fields as Record<string, string>;
    expect((await ada().post(action, rest)).status).toBe(422);
    expect(await read(asset.id)).toMatchObject({ version: 1 });
  });
});

describe('recording a movement', () => {
  const form = (id: string) => `/assets/${id}/movements/new`;

  it('hands the asset over, once however often it is sent', async () => {
    const asset = await anAsset(web.orm, keeper(tenant));
    const { tom } = tenant.people;
    const { action, fields } = await fill(ada(), form(asset.id), form(asset.id), {
      kind: 'hand_over',
      holder: tom.email,
      note: 'With its bag',
    });
    await ada().post(action, fields);
    const answer = await ada().post(action, fields);
    expect(answer.location).toBe(`/assets/${asset.id}/movements?done=moved`);
    expect(await read(asset.id)).toMatchObject({ holderId: tom.userId, version: 2 });
    const page = await ada().get(`/assets/${asset.id}/movements`);
    expect(page.text.match(/With its bag/g)).toHaveLength(1);
    expect(page.text).toContain('Recorded by Ada Assets');
  });

  it.each([
    ['a hand-over to nobody', { kind: 'hand_over' }, 'Enter who takes it over.', 'holder'],
    ['a move to nowhere', { kind: 'move' }, 'Enter where it goes.', 'location'],
    ['nothing that happened', {}, 'Choose what happened.', 'kind'],
    ['a day to come', { kind: 'return', happened_on: '2999-01-01' }, 'This day is still to come.', 'happened_on'],
    ['no day at all', { kind: 'return', happened_on: 'soon' }, 'Enter the day when it happened.', 'happened_on'],
    ['a note without end', { kind: 'return', note: 'x'.repeat(2001) }, 'A note has at most 2,000 characters.', 'note'],
  ])('refuses %s', async (_what, values, message, field) => {
    const asset = await anAsset(web.orm, keeper(tenant));
    const answer = await submit(ada(), form(asset.id), form(asset.id), values);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(message);
    expect(answer.text).toContain(`id="${field}-error"`);
    expect(await inTenant(web.orm, tenant.id, (em) => em.count(MovementEntity, { assetId: asset.id }))).toBe(0);
  });
});

describe('deleting an asset', () => {
  const path = (id: string) => `/assets/${id}/delete`;

  it('is asked about, done, and done once', async () => {
    const asset = await anAsset(web.orm, keeper(tenant));
    const { action, fields } = await fill(ada(), path(asset.id), path(asset.id));
    for (let time = 0; time < 2; time += 1) {
      expect((await ada().post(action, fields)).location).toBe('/assets?done=deleted');
    }
    expect(await read(asset.id)).toBeNull();
    expect((await ada().get(`/assets/${asset.id}`)).status).toBe(404);
  });

  it('is refused with the number and whom to ask, to who may not see the tickets (R28)', async () => {
    const asset = await anAsset(web.orm, keeper(tenant));
    const { rita, agnes } = tenant.people;
    const { action, fields } = await fill(ada(), path(asset.id), path(asset.id));
    const about = { tenantId: tenant.id, reporterId: rita.userId, by: agentActor(agnes.userId), assetIds: [asset.id] };
    const ticket = await writeTicket(web.orm, { ...about, title: 'A secret' });
    const answer = await ada().post(action, fields);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('1 active ticket is about this asset');
    expect(answer.text).toContain('Ask one of them: Agnes Agent.');
    expect(answer.text).not.toContain(ticket.number);
    expect(answer.text).not.toContain('A secret');
    expect(await read(asset.id)).not.toBeNull();
  });

  it('is refused with the list of the tickets to an agent who manages assets (R28)', async () => {
    const { id: tenantId, people } = await createTenant(web.orm, {
      people: { both: { agent: true, permissions: ['assets:manage'] }, rita: {} },
    });
    const asset = await anAsset(web.orm, { tenantId, by: people.both.userId }, { holderId: people.rita.userId });
    const about = { tenantId, reporterId: people.rita.userId, assetIds: [asset.id], title: 'Screen is black' };
    const { number } = await writeTicket(web.orm, about);
    const page = await web.as(people.both).get(path(asset.id));
    expect(page.text).toContain(`href="/tickets/${number}"`);
    expect(page.text).toContain('Screen is black');
    expect(page.text).not.toContain('Delete for good');
  });
});
