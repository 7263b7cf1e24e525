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

/** The kinds as labels of tickets keep them: a fixed form, which pages put into the reader's language. */
const keptKinds: Readonly<Record<MovementKind, string>> = {
  hand_over: 'Hand-over',
  move: 'Move',
  return: 'Return',
  repair: 'Repair',
};

/** What a ticket calls an asset. The ticket keeps the label from the moment of linking. */
export function assetLabel(asset: Readonly<{ name: string; inventoryNumber: string }>): string {
  return `${asset.name} (${asset.inventoryNumber})`;
}

/** What a ticket calls a movement: its kind and day (UTC). Reporters are not told who gave and who took. */
export function movementLabel(movement: Readonly<{ kind: MovementKind; happenedAt: Date }>): string {
  return `${keptKinds[movement.kind]}, ${movement.happenedAt.toISOString().slice(0, 10)}`;
}

/** What the label of a movement says: its kind, and its day as an instant of UTC; null for any other text. */
export function movementOfLabel(label: string): Readonly<{ kind: MovementKind; day: Date }> | null {
  const kind = movementKinds.find((each) => label.startsWith(`${keptKinds[each]}, `));
  const day = kind === undefined ? Number.NaN : Date.parse(label.slice(keptKinds[kind].length + 2));
  return kind === undefined || Number.isNaN(day) ? null : { kind, day: new Date(day) };
}

/** Which assets the actor can name in a ticket: all of the tenant's, or only those they hold (R26). */
export type AssetReach = 'all' | 'held';

/** Agents and asset managers know all assets; everybody else knows those in their own hands. */
export function assetReach(actor: Actor): AssetReach {
  return may(actor, 'tickets:manage') || may(actor, 'assets:manage') ? 'all' : 'held';
}
