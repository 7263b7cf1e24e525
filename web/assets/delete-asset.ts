import { z } from 'zod';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { readAgents } from '../../src/db/reading/agent-people.ts';
import { readTicketsInTheWay } from '../../src/db/reading/tickets-of-asset.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { activeTicketsAbout, deleteAsset, inUse } from '../../src/host/assets/delete-asset.ts';
import { derivedId } from '../../src/ids.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import { idInPath, type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { commandIdField, errorsOf, commandIdFor, readForm } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { refusalStatus } from '../http/errors.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';
import { assetInPath } from './frame.ts';
import { assetPath } from './paths.ts';
import { presentAsset, presentTickets } from './present-asset.ts';
import { type TicketReader, ticketReaderOf } from './readers.ts';

/** How many of the tickets in the way are listed, and how many agents are named to whoever may not see those tickets. */
const mostTickets = 50;
const mostAgents = 5;

const schema = z.object({ command_id: commandIdField });

/** GET /assets/:id/delete: what is deleted with the asset, and the tickets that prevent it. */
export function deletePage(deps: WebDeps): Handler {
  return (ctx) => show(ctx, deps, []);
}

/** POST /assets/:id/delete: deletes it, unless active tickets are about it (R28). Sent twice, it is deleted once. */
export function removeAsset(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const assetId = idInPath(ctx);
    const form = readForm(ctx, schema);
    if (!form.ok) {
      ctx.status = 422;
      return show(ctx, deps, form.errors);
    }
    const commandId = derivedId('asset-delete', tenantId, by, assetId, form.value.command_id);
    const acting = { by, now: ctx.state.now, commandId };
    try {
      await inTenant(deps.orm, tenantId, (em) => deleteAsset(em, tenantId, assetId, acting));
      goTo(ctx, '/assets', 'deleted');
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code !== 'asset_in_use') throw error;
      ctx.status = refusalStatus(error.refusal.code);
      await show(ctx, deps, errorsOf(error.refusal, []));
    }
  };
}

async function show(ctx: PageContext, { orm }: WebDeps, errors: FormErrors): Promise<void> {
  const { t, list } = ctx.state.translator;
  const principal = principalOf(ctx);
  const reader = ticketReaderOf(principal, ctx.state.now);
  const { asset, inTheWay } = await inTenant(orm, principal.tenantId, async (em) => {
    const found = await assetInPath(ctx, em);
    return { asset: found, inTheWay: reader.links ? await ticketsInTheWay(em, found.id, reader) : null };
  });
  render(ctx, 'assets/views/delete', {
    title: t('assets.delete.title', { asset: asset.name }),
    errors,
    commandId: commandIdFor(ctx),
    asset: presentAsset(ctx.state.translator, asset, principal.userId),
    inTheWay,
    agents: list(inTheWay?.agents ?? []),
    action: assetPath(asset.id, '/delete'),
    back: assetPath(asset.id),
    queueHref: reader.reporterId === null ? `/tickets?asset=${asset.id}` : null,
  });
}

/** What prevents the deletion: how many tickets, and those that the person may see, or else whom to ask. */
async function ticketsInTheWay(em: TenantEm, assetId: string, reader: TicketReader) {
  const count = await activeTicketsAbout(em, assetId);
  if (count === 0) return null;
  const listed = await readTicketsInTheWay(em, { assetId, reporterId: reader.reporterId, limit: mostTickets });
  const hidden = count - listed.length;
  const agents = reader.reporterId === null || hidden === 0 ? [] : await readAgents(em, mostAgents);
  return {
    text: refusalText(inUse(count)),
    tickets: presentTickets(listed, reader),
    hidden,
    agents: agents.map(({ name }) => name),
  };
}
