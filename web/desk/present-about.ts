import type { LinkedAsset, readLinkedMovement } from '../../src/db/reading/assets-of-ticket.ts';
import { assetPath, movementPath } from '../assets/paths.ts';
import { movementText } from '../page/movement-text.ts';

type LinkedMovement = Awaited<ReturnType<typeof readLinkedMovement>>;

/**
 * What a ticket is about, by its name when it was linked. Only an asset that the reporter still holds links to its
 * page.
 */
export function aboutModel(
  { assets, movement }: Readonly<{ assets: readonly LinkedAsset[]; movement: LinkedMovement }>,
  readerId: string,
) {
  const held = (id: string) => assets.some((asset) => asset.id === id && asset.holderId === readerId);
  return {
    assets: assets.map(({ id, label }) => ({ label, href: held(id) ? assetPath(id) : null })),
    movement: movement && {
      label: movementText(movement.label),
      href: movement.exists && held(movement.assetId) ? movementPath(movement.assetId, movement.id) : null,
    },
  };
}
