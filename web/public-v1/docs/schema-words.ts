import type { Json } from '../openapi/json.ts';
import { formatCount } from '../../page/count.ts';

/** What a value is, in words; a link leads to the schema of its name. */
export type TypeWords = readonly Readonly<{ text: string; href?: string }>[];

const formats: Readonly<Record<string, string>> = {
  uuid: 'id (UUID)',
  'date-time': 'instant (ISO 8601, UTC)',
  email: 'e-mail address',
  uri: 'address',
};

/** The type of a JSON Schema as a person reads it: `incident or service_request`, `list of Asset`, `instant or null`. */
export function typeWords(schema: Json): TypeWords {
  const { $ref: ref, const: only, enum: choices, anyOf, type, items, format } = schema;
  if (typeof ref === 'string') return [linkTo(ref)];
  if (only !== undefined) return [{ text: plain(only) }];
  if (Array.isArray(choices)) return [{ text: choices.join(', ') }];
  if (Array.isArray(anyOf)) return either(anyOf.map((each: Json) => typeWords(each)));
  if (Array.isArray(type)) return either(type.map((each: string) => typeWords({ ...schema, type: each })));
  if (type === 'array') return [{ text: 'list of ' }, ...typeWords((items ?? {}) as Json)];
  if (type === 'string' && typeof format === 'string') return [{ text: formats[format] ?? format }];
  return [{ text: limited(typeof type === 'string' ? type : 'anything', schema) }];
}

/** A value of a schema as it is written. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function limited(type: string, { minimum, maximum, maxLength }: Json): string {
  const words = type === 'integer' ? 'whole number' : type;
  if (typeof maxLength === 'number') return `${words}, at most ${formatCount(maxLength)} characters`;
  if (typeof minimum !== 'number') return words;
  return typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER
    ? `${words} from ${minimum} to ${maximum}`
    : `${words} from ${minimum}`;
}

function either(each: readonly TypeWords[]): TypeWords {
  return each.flatMap((words, place) => (place === 0 ? words : [{ text: ' or ' }, ...words]));
}

function linkTo(ref: string): TypeWords[number] {
  const name = ref.split('/').at(-1) ?? '';
  return { text: name, href: `#${name}` };
}
