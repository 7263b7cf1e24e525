import { type Actor, may } from './actor.ts';

/** The kinds of things that are kept as assets. */
export const assetCategories = [
  'computer',
  'display',
  'phone',
  'printer',
  'network',
  'server',
  'peripheral',
  'other',
] as const;

export type AssetCategory = (typeof assetCategories)[number];

/** What can happen to an asset. Each movement is recorded once and never changed. */
export const movementKinds = ['hand_over', 'move', 'return', 'repair'] as const;

export type MovementKind = (typeof movementKinds)[number];

const movementKindLabels: Readonly<Record<MovementKind, string>> = {
  hand_over: 'Hand-over',
  move: 'Move',
  return: 'Return',
  repair: 'Repair',
};

/** The label of a kind of movement. */
export function movementKindLabel(kind: MovementKind): string {
  return movementKindLabels[kind];
}

/** What a ticket calls an asset. The ticket keeps the label from the moment of linking. */
export function assetLabel(asset: Readonly<{ name: string; inventoryNumber: string }>): string {
  return `${asset.name} (${asset.inventoryNumber})`;
}

/** What a ticket calls a movement: its kind and day (UTC). Reporters are not told who gave and who took. */
export function movementLabel(movement: Readonly<{ kind: MovementKind; happenedAt: Date }>): string {
  return `${movementKindLabel(movement.kind)}, ${movement.happenedAt.toISOString().slice(0, 10)}`;
}

/** Which assets the actor can name in a ticket: all of the tenant's, or only those they hold (R26). */
export type AssetReach = 'all' | 'held';

/** Agents and asset managers know all assets; everybody else knows those in their own hands. */
export function assetReach(actor: Actor): AssetReach {
  return may(actor, 'tickets:manage') || may(actor, 'assets:manage') ? 'all' : 'held';
}
