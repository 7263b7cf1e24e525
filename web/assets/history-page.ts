import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type AssetHistoryEntry, readAssetHistory } from '../../src/db/reading/asset-history.ts';
import { readPeople } from '../../src/db/reading/agent-people.ts';
import { readKeyNames } from '../../src/db/reading/key-names.ts';
import { personOf } from '../../src/domain/actor.ts';
import { type Message, message } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
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
        what: whatHappened(ctx.state.translator, entry, names.actor(entry.actor)),
        ticketHref: entry.ticket === null ? null : frame.tickets.href(entry.ticket),
        at: entry.at,
      })),
      first: after === null ? null : here,
      next: last && `${here}?after=${place.toText(last)}`,
    });
  };
}

/** Who did what, in a sentence; `<ticket>` marks the number of the ticket that it is about. */
function whatHappened({ t, list }: Translator, { fact, ticket, movement }: AssetHistoryEntry, who: string): Message {
  switch (fact.kind) {
    case 'created':
      return message('assets.history.created', { who });
    case 'edited':
      return message('assets.history.edited', { who, fields: list(fact.fields.map((field) => t(fieldLabels[field]))) });
    case 'moved':
      return message('assets.history.moved', { who, movement: movement ?? '' });
    case 'ticket_linked':
    case 'ticket_unlinked':
      return message(`assets.history.${fact.kind}`, { who, number: ticket ?? '' });
    case 'movement_ticket_linked':
    case 'movement_ticket_unlinked':
      return message(`assets.history.${fact.kind}`, { who, number: ticket ?? '', movement: movement ?? '' });
  }
}
