import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { AssetEventEntity } from '../../../src/host/assets/asset.ts';
import { aMovement, anAsset, type TestAsset } from '../../support/assets.ts';
import { agentActor, reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';
import { keeper, type Office, office } from './office.ts';

let web: TestWeb;
let tenant: Office;
let asset: TestAsset;
let number: string;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await office(web);
  const { rita, tom, agnes } = tenant.people;
  const by = keeper(tenant);
  asset = await anAsset(web.orm, by, {
    name: '<i>Drucker</i>',
    inventoryNumber: 'PR-7',
    category: 'printer',
    holderId: tom.userId,
  });
  const moved = { assetId: asset.id, kind: 'hand_over', toHolderId: rita.userId } as const;
  const movementId = await aMovement(web.orm, by, moved);
  const ticket = await writeTicket(
    web.orm,
    {
      tenantId: tenant.id,
      reporterId: rita.userId,
      by: reporterActor(rita.userId),
      title: 'Druckt nicht',
      assetIds: [asset.id],
      movementId,
    },
    [{ by: agentActor(agnes.userId), changes: [{ kind: 'assign', to: agnes.userId }] }],
  );
  ({ number } = ticket);
  const fact = { kind: 'movement_ticket_linked', ticketId: ticket.id, movementId } as const;
  await inTenant(web.orm, tenant.id, (em) =>
    em.insert(AssetEventEntity, {
      tenantId: tenant.id,
      id: randomUUID(),
      assetId: asset.id,
      at: new Date(),
      actorKind: 'user',
      actorId: rita.userId,
      byKeyId: null,
      fact,
    }),
  );
});
afterAll(() => web.close());

const german = { 'Accept-Language': 'de-DE,de;q=0.9,en;q=0.5' };

async function read(who: keyof Office['people'], path: string): Promise<{ text: string; words: string }> {
  const { text } = await web.as(tenant.people[who]).get(path, german);
  return { text, words: wordsOf(text) };
}

describe('in German', () => {
  it('the list says who holds what', async () => {
    const { text, words } = await read('agnes', '/assets?q=pr-7');
    expect(text).toContain('<html lang="de"');
    expect(words).toContain('Geräte');
    expect(words).toContain('PR-7 Drucker Im Besitz von Rita Reporter');
    expect(text).toContain('placeholder="Name, Inventar- oder Seriennummer"');
    expect((await read('tom', '/assets')).words).toContain('Sie haben keine Geräte');
  });

  it('the asset and its movement', async () => {
    expect((await read('agnes', `/assets/${asset.id}`)).words).toMatch(
      /Übersicht Bewegungen Verlauf Tickets 1 .*Kategorie Drucker .*Im Besitz von Rita Reporter .*Aktive Tickets/,
    );
    expect((await read('agnes', `/assets/${asset.id}/movements`)).words).toMatch(
      /Übergabe .*Im Besitz von: Tom Reporter dann Rita Reporter .*Erfasst von Ada Assets/,
    );
    expect((await read('rita', `/assets/${asset.id}/movements`)).words).toContain('Im Besitz von: dann Ihnen');
  });

  it('the history in whole sentences', async () => {
    const { text, words } = await read('agnes', `/assets/${asset.id}/history`);
    expect(words).toContain('Ada Assets hat das Gerät ins Inventar aufgenommen,');
    expect(words).toContain('Ada Assets hat eine Übergabe erfasst,');
    expect(words).toContain(`Rita Reporter hat die Übergabe mit ${number} verknüpft,`);
    expect(text).toContain(`<a class="number" href="/tickets/${number}">${number}</a>`);
  });

  it('the forms, with what is wrong in them', async () => {
    const ada = web.as(tenant.people.ada);
    const added = await ada.post('/assets/new', { category: 'spoon', holder: 'nobody@nowhere.test' }, german);
    expect(added.status).toBe(422);
    const words = wordsOf(added.text);
    expect(words).toContain('Fehler: Wählen Sie eine Kategorie.');
    expect(words).toContain('Abbrechen');
    const day = { kind: 'repair', happened_on: '2999-01-01' };
    const recorded = await ada.post(`/assets/${asset.id}/movements/new`, day, german);
    expect(wordsOf(recorded.text)).toContain('Dieser Tag liegt in der Zukunft. Erfassen Sie, was geschehen ist.');
    expect(recorded.text).toContain(
      '&lt;i&gt;Drucker&lt;/i&gt; <span class="number">PR-7</span>, im Besitz von Rita Reporter, Store. Eine erfasste Bewegung lässt sich später nicht mehr ändern.',
    );
  });

  it('what is in the way of deleting it', async () => {
    const { text, words } = await read('ada', `/assets/${asset.id}/delete`);
    expect(text).toContain('&lt;i&gt;Drucker&lt;/i&gt; <span class="number">PR-7</span> löschen?</h1>');
    expect(words).toContain('Welche das sind, sehen nur Agenten. Fragen Sie zum Beispiel: Agnes Agent.');
  });

  it('the movement that a ticket is about, at the desk and for agents', async () => {
    const day = '5. Jan. 2026';
    expect((await read('rita', `/desk/${number}`)).words).toContain(`Übergabe, ${day}`);
    expect((await read('agnes', `/tickets/${number}`)).words).toContain(`Übergabe, ${day}`);
  });
});
