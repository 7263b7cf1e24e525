import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type AssetHistoryEntry, readAssetHistory } from '../../src/db/reading/asset-history.ts';
import { readPeople } from '../../src/db/reading/agent-people.ts';
import { readKeyNames } from '../../src/db/reading/key-names.ts';
import { personOf } from '../../src/domain/actor.ts';
import { movementKindLabel } from '../../src/domain/asset.ts';
import { namesOf } from '../agent/names.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { loadFrame } from './frame.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { assetPath } from './paths.ts';
import { fieldLabels } from './labels.ts';

const pageSize = 50;

const place = listPlace({ at: 'time', id: 'id' });

const query = z.object({ after: place.field });

/** GET /assets/:id/history: who did what to the asset and when, its tickets included (R27); the newest first. */
export function historyPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { after } = readQuery(ctx, query);
    const { frame, entries, known } = await inTenant(orm, tenantId, async (em) => {
      const loaded = await loadFrame(ctx, em, 'history');
      const { links, movements, reporterId } = loaded.tickets;
      const told = { tickets: links, movementTickets: movements, reporterId };
      const read = await readAssetHistory(em, { assetId: loaded.asset.id, told, after, limit: pageSize + 1 });
      const ids = new Set(read.map(({ actor }) => personOf(actor)).filter((id) => id !== null));
      const people = new Map((await readPeople(em, [...ids])).map((person) => [person.id, person]));
      const keyNames = await readKeyNames(
        em,
        read.map(({ actor }) => actor),
      );
      return { frame: loaded, entries: read, known: { people, keyNames } };
    });
    const names = namesOf(known, ctx.state.translator);
    const { shown, last } = pageOf(entries, pageSize);
    const here = assetPath(frame.asset.id, '/history');
    render(ctx, 'assets/views/history', {
      ...frame.model,
      entries: shown.map((entry) => ({
        who: names.actor(entry.actor),
        what: whatHappened(entry),
        ticket: entry.ticket === null ? null : { number: entry.ticket, href: frame.tickets.href(entry.ticket) },
        at: entry.at,
      })),
      first: after === null ? null : here,
      next: last && `${here}?after=${place.toText(last)}`,
    });
  };
}

/** What somebody did, as it reads between their name and the number of a ticket. */
function whatHappened({ fact, movement }: AssetHistoryEntry): string {
  const moved = movement === null ? 'movement' : movementKindLabel(movement).toLowerCase();
  switch (fact.kind) {
    case 'created':
      return 'added it to the inventory';
    case 'edited':
      return `changed its ${fact.fields.map((field) => fieldLabels[field] ?? field).join(', ')}`;
    case 'moved':
      return `recorded a ${moved}`;
    case 'ticket_linked':
      return 'linked it to';
    case 'ticket_unlinked':
      return 'took it off';
    case 'movement_ticket_linked':
      return `linked its ${moved} to`;
    case 'movement_ticket_unlinked':
      return `took its ${moved} off`;
  }
}
