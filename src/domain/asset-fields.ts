import { accept, type Outcome, refuse } from './refusal.ts';
import { checkLine, checkText } from './text.ts';

/** Length limits of an asset's fields, in characters (code points). */
export const assetLimits = { name: 200, inventoryNumber: 50, serialNumber: 100, location: 200, note: 2000 } as const;

/** The name of an asset, on one line. */
export function checkAssetName(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'name',
    what: 'A name',
    whatToDo: 'Enter what the asset is called.',
    limit: assetLimits.name,
  });
}

/** The tenant's own number for the asset, on one line. Whether another asset already has it only the database knows. */
export function checkInventoryNumber(text: string): Outcome<string> {
  return checkLine(text, {
    field: 'inventory_number',
    what: 'An inventory number',
    whatToDo: 'Enter the inventory number.',
    limit: assetLimits.inventoryNumber,
  });
}

/** The manufacturer's number, or null if left empty. */
export function checkSerialNumber(text: string): Outcome<string | null> {
  const what = 'A serial number';
  return orNothing(text, { field: 'serial_number', what, limit: assetLimits.serialNumber });
}

/** Where the asset is, or null if left empty. */
export function checkLocation(text: string): Outcome<string | null> {
  return orNothing(text, { field: 'location', what: 'A location', limit: assetLimits.location });
}

/** A note about a movement, line breaks kept, or null if left empty. */
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
