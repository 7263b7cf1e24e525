import type { DecidedEvent } from './event.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import { assetLimit, type Ticket } from './ticket.ts';

type Linked = Pick<Ticket, 'assetIds' | 'movement'>;

/** Links one more asset. Whether that asset exists only the database knows. */
export function linkAsset(ticket: Linked, assetId: string): Outcome<DecidedEvent[]> {
  return setAssets(ticket, [...ticket.assetIds, assetId]);
}

/** Unlinks an asset, and the movement with it if it is a movement of this asset. */
export function unlinkAsset(ticket: Linked, assetId: string): Outcome<DecidedEvent[]> {
  const gone = assetId.toLowerCase();
  return setAssets(
    ticket,
    ticket.assetIds.filter((id) => id !== gone),
  );
}

/** Makes exactly these the ticket's assets: only the differences become events. */
export function setAssets(ticket: Linked, wanted: readonly string[]): Outcome<DecidedEvent[]> {
  const assetIds = new Set(wanted.map((id) => id.toLowerCase()));
  if (assetIds.size > assetLimit) {
    return refuse('malformed', 'refusal.assets.too_many', { field: 'assets', values: { limit: assetLimit } });
  }
  const gone = ticket.assetIds.filter((id) => !assetIds.has(id));
  const { movement } = ticket;
  return accept([
    ...(movement !== null && gone.includes(movement.assetId) ? [unlinked(movement)] : []),
    ...gone.map((assetId): DecidedEvent => ({ type: 'asset_unlinked', assetId })),
    ...[...assetIds]
      .filter((id) => !ticket.assetIds.includes(id))
      .map((assetId): DecidedEvent => ({ type: 'asset_linked', assetId, label: '' })),
  ]);
}

/** Links the ticket to a movement, replacing the current one; `null` unlinks it (R30). */
export function setMovement(ticket: Linked, wanted: string | null): Outcome<DecidedEvent[]> {
  const { movement } = ticket;
  const movementId = wanted?.toLowerCase() ?? null;
  if (movementId === (movement?.id ?? null)) return accept([]);
  return accept([
    ...(movement === null ? [] : [unlinked(movement)]),
    ...(movementId === null ? [] : [{ type: 'movement_linked', movementId, assetId: '', label: '' } as const]),
  ]);
}

function unlinked({ id, assetId }: NonNullable<Ticket['movement']>): DecidedEvent {
  return { type: 'movement_unlinked', movementId: id, assetId };
}
