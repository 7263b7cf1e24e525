import { z } from 'zod';
import { isUuid } from '../../src/domain/uuid.ts';

/** What a place can be made of. */
type PartValues = { time: Date; id: string; count: number; flag: boolean; name: string };
type Part = keyof PartValues;

const read: { [Kind in Part]: (text: string) => PartValues[Kind] | null } = {
  time: (text) => (/^\d{1,14}$/.test(text) ? new Date(Number(text)) : null),
  id: (text) => (isUuid(text) ? text.toLowerCase() : null),
  count: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null),
  flag: (text) => (text === '0' || text === '1' ? text === '1' : null),
  name: (text) => (/^[^\u0000-\u001F\u007F]{1,300}$/.test(text) && text.isWellFormed() ? text : null),
};

function written(value: PartValues[Part]): string {
  if (value instanceof Date) return String(value.getTime());
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}

/**
 * How an address names a place in a keyset-paged list (`?after=`): by the parts of the place, joined by underscores, which
 * only the last part may contain. `fromText` gives null, the beginning of the list, for anything invalid, and so does
 * `field`, the schema of that parameter.
 */
export function listPlace<const Shape extends Readonly<Record<string, Part>>>(parts: Shape) {
  type Place = Readonly<{ -readonly [Name in keyof Shape]: PartValues[Shape[Name]] }>;
  const names = Object.keys(parts) as (keyof Shape & string)[];
  const lastIndex = names.length - 1;

  const fromText = (text: string): Place | null => {
    const texts = text.split('_');
    const values = names.map((name, index) => {
      const part = index === lastIndex ? texts.slice(index).join('_') : (texts[index] ?? '');
      return read[parts[name] as Part](part);
    });
    return values.includes(null) ? null : (Object.fromEntries(names.map((name, i) => [name, values[i]])) as Place);
  };

  return {
    toText: (place: Place): string => names.map((name) => written(place[name])).join('_'),
    fromText,
    field: z.string().transform(fromText).nullable().catch(null).default(null),
  };
}
