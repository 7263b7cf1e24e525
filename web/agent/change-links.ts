import type { Change } from '../../src/domain/command.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { readForm, typedIn } from '../forms/form.ts';
import { failureOf, invalid } from './failure.ts';
import { backToTicket, type Done } from './done.ts';
import { ticketInPath } from './find-ticket.ts';
import { assetsForm, movementForm } from './forms.ts';
import { showTicket } from './ticket-page.ts';

/** POST …/assets: links one more asset to an active ticket, or removes one, with its movement (R27). */
export function changeAssets(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const form = readForm(ctx, assetsForm);
    if (!form.ok) {
      // The asset is named by a hidden field, so its errors are shown at the search.
      const errors = form.errors.map(({ message }) => ({ field: 'assets', message }));
      return showTicket(ctx, deps, { form: 'assets', typed: typedIn(ctx), failure: invalid(ctx, errors) });
    }
    const { command_id, change, asset: assetId } = form.value;
    const kind = change === 'link' ? 'link_asset' : 'unlink_asset';
    // The forms of a page share a command id, so what each asks for is part of the key.
    const key = `${command_id} ${kind} ${assetId}`;
    await send(ctx, deps, { ticket, key, change: { kind, assetId }, form: 'assets', done: `${change}ed` });
  };
}

/** POST …/movement: links an active ticket to a movement of one of its assets, or to none (R30). */
export function changeMovement(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const form = readForm(ctx, movementForm);
    if (!form.ok)
      return showTicket(ctx, deps, { form: 'movement', typed: typedIn(ctx), failure: invalid(ctx, form.errors) });
    const { command_id, movement: movementId } = form.value;
    const change = { kind: 'set_movement', movementId } as const;
    await send(ctx, deps, { ticket, key: `${command_id} ${movementId}`, change, form: 'movement', done: 'movement' });
  };
}

async function send(
  ctx: PageContext,
  deps: WebDeps,
  sent: Readonly<{ ticket: Ticket; key: string; change: Change; form: 'assets' | 'movement'; done: Done }>,
): Promise<void> {
  const { ticket, key, change, form, done } = sent;
  const principal = principalOf(ctx);
  const command = commandOf(senderOf(principal), { key, ticketId: ticket.id, changes: [change] });
  try {
    await deps.tickets.send(principal.tenantId, ticket.id, command);
    backToTicket(ctx, ticket.number, done);
  } catch (error) {
    await showTicket(ctx, deps, { form, typed: typedIn(ctx), failure: failureOf(ctx, error, ['assets', 'movement']) });
  }
}
