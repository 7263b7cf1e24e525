import type { MovementKind } from './asset.ts';
import { accept, type Outcome, refuse } from './refusal.ts';

/** Who has an asset, and where it is. */
export type Whereabouts = Readonly<{ holderId: string | null; location: string | null }>;

/**
 * Where an asset is after a movement: a hand-over needs who takes it, a move a place; a return leaves it with nobody; a
 * repair keeps its holder. A place that is named becomes the asset's, by whichever movement.
 */
export function movedTo(from: Whereabouts, kind: MovementKind, to: Whereabouts): Outcome<Whereabouts> {
  const location = to.location ?? from.location;
  switch (kind) {
    case 'hand_over':
      if (to.holderId === null) return refuse('malformed', 'Enter who takes it over.', { field: 'holder' });
      return accept({ holderId: to.holderId, location });
    case 'move':
      if (to.location === null) return refuse('malformed', 'Enter where it goes.', { field: 'location' });
      return accept({ holderId: from.holderId, location });
    case 'return':
      return accept({ holderId: null, location });
    case 'repair':
      return accept({ holderId: from.holderId, location });
  }
}
