import type { DecidedEvent } from './event.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import { assetLimit, type Ticket } from './ticket.ts';

type Linked = Pick<Ticket, 'assetIds' | 'movement'>;

/** Links one more asset; whether there is one only the database can say. */
export function linkAsset(ticket: Linked, assetId: string): Outcome<DecidedEvent[]> {
  return setAssets(ticket, [...ticket.assetIds, assetId]);
}

/** Takes an asset off, and the movement with it if that was one of this asset. */
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
    return refuse('malformed', `A ticket can have ${assetLimit} assets at most.`, { field: 'assets' });
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

/** Links the ticket to a movement instead of the one it may have, or to none (R30). */
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
