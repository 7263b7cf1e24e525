import { type Actor, may } from './actor.ts';

/** What kinds of things the platform keeps as assets. */
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

/** What can happen to an asset on its way: each is recorded once and stays as it is. */
export const movementKinds = ['hand_over', 'move', 'return', 'repair'] as const;

export type MovementKind = (typeof movementKinds)[number];

const movementWordsOf: Readonly<Record<MovementKind, string>> = {
  hand_over: 'Hand-over',
  move: 'Move',
  return: 'Return',
  repair: 'Repair',
};

/** The kind of movement in words. */
export function movementWords(kind: MovementKind): string {
  return movementWordsOf[kind];
}

/** What a ticket calls an asset: kept by the ticket as it was when it was linked. */
export function assetLabel(asset: Readonly<{ name: string; inventoryNumber: string }>): string {
  return `${asset.name} (${asset.inventoryNumber})`;
}

/** What a ticket calls a movement: its kind and day (UTC). Who gave and who took is not a reporter's to know. */
export function movementLabel(movement: Readonly<{ kind: MovementKind; happenedAt: Date }>): string {
  return `${movementWords(movement.kind)}, ${movement.happenedAt.toISOString().slice(0, 10)}`;
}

/** Which assets the actor can name in a ticket: all of the tenant, or those that they hold (R26). */
export type AssetReach = 'all' | 'held';

/** Agents and who manages assets know all of them; everybody else those in their own hands. */
export function assetReach(actor: Actor): AssetReach {
  return may(actor, 'tickets:manage') || may(actor, 'assets:manage') ? 'all' : 'held';
}
