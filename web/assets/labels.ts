import { assetCategories, type AssetCategory, type MovementKind } from '../../src/domain/asset.ts';

export const categoryLabels: Readonly<Record<AssetCategory, string>> = {
  computer: 'Computer',
  display: 'Display',
  phone: 'Phone',
  printer: 'Printer',
  network: 'Network device',
  server: 'Server',
  peripheral: 'Peripheral',
  other: 'Other',
};

/** The categories to choose from. */
export const categoryOptions = assetCategories.map((value) => ({ value, label: categoryLabels[value] }));

export const categoryIcons: Readonly<Record<AssetCategory, string>> = {
  computer: 'laptop',
  display: 'monitor',
  phone: 'smartphone',
  printer: 'printer',
  network: 'router',
  server: 'server',
  peripheral: 'keyboard',
  other: 'box',
};

export const movementIcons: Readonly<Record<MovementKind, string>> = {
  hand_over: 'hand-helping',
  move: 'move-right',
  return: 'undo-2',
  repair: 'wrench',
};

/** What each kind of movement does, for the form. */
export const movementHints: Readonly<Record<MovementKind, string>> = {
  hand_over: 'Somebody takes it over, and holds it from then on.',
  move: 'It goes to another place. Who holds it stays the same.',
  return: 'It comes back, and nobody holds it any more.',
  repair: 'It is away to be repaired. Who holds it stays the same.',
};

/** The fields of an asset as its history names them. */
export const fieldLabels: Readonly<Record<string, string>> = {
  name: 'name',
  inventoryNumber: 'inventory number',
  category: 'category',
  serialNumber: 'serial number',
  holderId: 'holder',
  location: 'location',
};
