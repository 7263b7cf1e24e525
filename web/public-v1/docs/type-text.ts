import type { Json } from '../openapi/json.ts';
import { translatorFor } from '../../../src/locales/translator.ts';

/** The type of a value as text; a link leads to the schema of that name. */
export type TypeText = readonly Readonly<{ text: string; href?: string }>[];

const formats: Readonly<Record<string, string>> = {
  uuid: 'id (UUID)',
  'date-time': 'instant (ISO 8601, UTC)',
  email: 'e-mail address',
  uri: 'address',
};

/** The type of a JSON Schema as people read it: `incident or service_request`, `list of Asset`, `instant or null`. */
export function typeText(schema: Json): TypeText {
  const { $ref: ref, const: only, enum: choices, anyOf, type, items, format } = schema;
  if (typeof ref === 'string') return [linkTo(ref)];
  if (only !== undefined) return [{ text: plain(only) }];
  if (Array.isArray(choices)) return [{ text: choices.join(', ') }];
  if (Array.isArray(anyOf)) return either(anyOf.map((each: Json) => typeText(each)));
  if (Array.isArray(type)) return either(type.map((each: string) => typeText({ ...schema, type: each })));
  if (type === 'array') return [{ text: 'list of ' }, ...typeText((items ?? {}) as Json)];
  if (type === 'string' && typeof format === 'string') return [{ text: formats[format] ?? format }];
  return [{ text: limited(typeof type === 'string' ? type : 'anything', schema) }];
}

/** A value as JSON writes it. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function limited(type: string, { minimum, maximum, maxLength }: Json): string {
  const name = type === 'integer' ? 'whole number' : type;
  if (typeof maxLength === 'number') return `${name}, at most ${translatorFor('en').number(maxLength)} characters`;
  if (typeof minimum !== 'number') return name;
  return typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER
    ? `${name} from ${minimum} to ${maximum}`
    : `${name} from ${minimum}`;
}

function either(each: readonly TypeText[]): TypeText {
  return each.flatMap((text, place) => (place === 0 ? text : [{ text: ' or ' }, ...text]));
}

function linkTo(ref: string): TypeText[number] {
  const name = ref.split('/').at(-1) ?? '';
  return { text: name, href: `#${name}` };
}
