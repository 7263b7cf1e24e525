import { accept, type Outcome, refuse } from './refusal.ts';
import { checkLine, checkText, type LineRule } from './text.ts';

/** Length limits of an asset's fields, in characters (code points). */
export const assetLimits = { name: 200, inventoryNumber: 50, serialNumber: 100, location: 200, note: 2000 } as const;

/** The name of an asset, on one line. */
export function checkAssetName(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'name',
    empty: 'refusal.asset.name_empty',
    tooLong: 'refusal.asset.name_too_long',
    limit: assetLimits.name,
  });
}

/** The tenant's own number for the asset, on one line. Whether another asset already has it only the database knows. */
export function checkInventoryNumber(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'inventory_number',
    empty: 'refusal.asset.inventory_number_empty',
    tooLong: 'refusal.asset.inventory_number_too_long',
    limit: assetLimits.inventoryNumber,
  });
}

/** The manufacturer's number, or null if left empty. */
export function checkSerialNumber(text: string): Outcome<string | null> {
  const tooLong = 'refusal.asset.serial_number_too_long';
  return orNothing(text, { field: 'serial_number', tooLong, limit: assetLimits.serialNumber });
}

/** Where the asset is, or null if left empty. */
export function checkLocation(text: string): Outcome<string | null> {
  const tooLong = 'refusal.asset.location_too_long';
  return orNothing(text, { field: 'location', tooLong, limit: assetLimits.location });
}

/** A note about a movement, line breaks kept, or null if left empty. */
export function checkMovementNote(text: string): Outcome<string | null> {
  if (text.trim() === '') return accept(null);
  const note = checkText(text, 'note', 'refusal.asset.note_unreadable');
  if (note.ok && [...note.value].length > assetLimits.note) {
    return refuse('malformed', 'refusal.asset.note_too_long', { field: 'note', values: { limit: assetLimits.note } });
  }
  return note;
}

function orNothing(text: string, rule: Omit<LineRule, 'empty'>): Outcome<string | null> {
  if (text.trim() === '') return accept(null);
  return checkLine(text, { ...rule, empty: 'refusal.asset.unreadable' });
}
