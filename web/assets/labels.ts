import { assetCategories, type AssetCategory, type MovementKind } from '../../src/domain/asset.ts';
import type { AssetField } from '../../src/host/assets/asset.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';

/** What a category is called. */
export function categoryLabel(category: AssetCategory): MessageKey {
  return `assets.category.${category}`;
}

/** The categories to choose from. */
export function categoryOptions({ t }: Translator): { value: string; label: string }[] {
  return assetCategories.map((value) => ({ value, label: t(categoryLabel(value)) }));
}

/** What a kind of movement is called. */
export function kindLabel(kind: MovementKind): MessageKey {
  return `assets.kind.${kind}`;
}

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

/** The fields of an asset as its history names them. */
export const fieldLabels: Readonly<Record<AssetField, MessageKey>> = {
  name: 'assets.history.field.name',
  inventoryNumber: 'assets.history.field.inventory_number',
  category: 'assets.history.field.category',
  serialNumber: 'assets.history.field.serial_number',
  holderId: 'assets.history.field.holder',
  location: 'assets.history.field.location',
};
