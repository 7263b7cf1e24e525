import type { MovementKind } from './asset.ts';
import { accept, type Outcome, refuse } from './refusal.ts';

/** Who has an asset, and where it is. */
export type Whereabouts = Readonly<{ holderId: string | null; location: string | null }>;

/**
 * Where an asset is after a movement. A hand-over needs a new holder and a move needs a place; a return leaves the
 * asset without a holder; a repair keeps the holder. Any movement that names a place moves the asset there.
 */
export function movedTo(from: Whereabouts, kind: MovementKind, to: Whereabouts): Outcome<Whereabouts> {
  const location = to.location ?? from.location;
  switch (kind) {
    case 'hand_over':
      if (to.holderId === null) return refuse('malformed', 'refusal.movement.holder_missing', { field: 'holder' });
      return accept({ holderId: to.holderId, location });
    case 'move':
      if (to.location === null) return refuse('malformed', 'refusal.movement.location_missing', { field: 'location' });
      return accept({ holderId: from.holderId, location });
    case 'return':
      return accept({ holderId: null, location });
    case 'repair':
      return accept({ holderId: from.holderId, location });
  }
}
