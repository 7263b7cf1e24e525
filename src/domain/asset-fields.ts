import { accept, type Outcome, refuse } from './refusal.ts';
import { checkLine, checkText } from './text.ts';

/** Limits of an asset's texts, in characters (code points). */
export const assetLimits = { name: 200, inventoryNumber: 50, serialNumber: 100, location: 200, note: 2000 } as const;

/** The name of an asset, in one line. */
export function checkAssetName(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'name',
    what: 'A name',
    whatToDo: 'Enter what the asset is called.',
    limit: assetLimits.name,
  });
}

/** The number under which the tenant keeps the asset, in one line; whether another asset has it the database says. */
export function checkInventoryNumber(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'inventory_number',
    what: 'An inventory number',
    whatToDo: 'Enter the inventory number.',
    limit: assetLimits.inventoryNumber,
  });
}

/** The maker's number, or null where it is left empty. */
export function checkSerialNumber(text: string): Outcome<string | null> {
  const what = 'A serial number';
  return orNothing(text, { field: 'serial_number', what, limit: assetLimits.serialNumber });
}

/** Where the asset is, or null where it is left empty. */
export function checkLocation(text: string): Outcome<string | null> {
  return orNothing(text, { field: 'location', what: 'A location', limit: assetLimits.location });
}

/** What there is to say about a movement, line breaks kept, or null where it is left empty. */
export function checkMovementNote(text: string): Outcome<string | null> {
  if (text.trim() === '') return accept(null);
  const note = checkText(text, 'note', 'Write something that can be read, or leave it empty.');
  if (note.ok && [...note.value].length > assetLimits.note) {
    return refuse('malformed', `A note has at most ${assetLimits.note} characters.`, { field: 'note' });
  }
  return note;
}

function orNothing(text: string, rule: { field: string; what: string; limit: number }): Outcome<string | null> {
  if (text.trim() === '') return accept(null);
  return checkLine(text, { ...rule, whatToDo: 'Write something that can be read, or leave it empty.' });
}
