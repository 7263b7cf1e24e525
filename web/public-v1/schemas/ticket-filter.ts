import { z } from 'zod';
import { checkValue, type Field, type NamedField } from '../../../src/domain/filter/field.ts';
import { type FieldValues, fieldOf, type FilterField, filterFieldNames } from '../../../src/domain/filter/fields.ts';
import type { Edge } from '../../../src/domain/filter/moment.ts';
import { searchTextLimit } from '../../../src/domain/filter/search-text.ts';
import { refusalText } from '../../../src/locales/refusal-text.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { packed } from '../../forms/packed-text.ts';
import { lineInput, searchInput } from './texts.ts';

/** The reference is in English. */
function labelOf(name: FilterField): string {
  return translatorFor('en').t(`ticket.filter.${name}`);
}

type Shape = { [Name in FilterField]: z.ZodOptional<z.ZodType<NonNullable<FieldValues[Name]>>> };

function parameterOf(field: Field): z.ZodType {
  const check = (text: string) => checkValue(field, text);
  switch (field.kind) {
    case 'choices':
      return z.preprocess(
        (value) => (typeof value === 'string' ? value.split(',') : value),
        z.array(z.enum(field.among, { error: ({ input }) => wanted(field, input) })).min(1),
      );
    case 'named':
      return judged(z.string().regex(spellingsOf(field), { error: ({ input }) => wanted(field, input) }), field);
    case 'moment':
      return judged(z.iso.datetime({ offset: true, error: 'api.instant' }), field);
    case 'line':
      return lineInput(field.limit, check);
    case 'search':
      return searchInput(searchTextLimit, check).meta({ examples: ['printer'] });
  }
}

/** The parameter as the field's value, or refused with the field's own message. */
function judged(schema: z.ZodType<string>, field: Field) {
  return schema.transform((text, ctx) => {
    const checked = checkValue(field, canonical(text));
    if (checked.ok) return checked.value;
    ctx.addIssue({ code: 'custom', message: packed(refusalText(checked.refusal)) });
    return z.NEVER;
  });
}

// An older spelling, which clients may go on using.
function canonical(text: string): string {
  return text === 'none' ? 'nobody' : text;
}

function spellingsOf({ symbols }: NamedField): RegExp {
  const older = symbols.includes('nobody') ? ['none'] : [];
  const id = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
  return new RegExp(`^(${[...symbols, ...older, id].join('|')})$`);
}

function wanted(field: Field, input: unknown): string {
  const checked = checkValue(field, String(input));
  return checked.ok ? '' : packed(refusalText(checked.refusal));
}

const edges: Readonly<Record<Edge, string>> = {
  since: 'From this instant, included.',
  until: 'Up to this instant, excluded.',
};

const symbolDescriptions: Readonly<Record<string, string>> = {
  me: "`me` (the key's user)",
  nobody: '`nobody` (`none` means the same)',
  somebody: '`somebody`',
};

/** What the reference says about a parameter. */
function aboutOf(name: FilterField, field: Field): string {
  switch (field.kind) {
    case 'choices':
      return 'One or several, separated by commas.';
    case 'named':
      return `${[`The ${field.of}’s id`, ...field.symbols.map((symbol) => symbolDescriptions[symbol])].join(', or ')}.`;
    case 'line':
      return 'The whole of it, letter by letter.';
    case 'search':
      return 'Words that number and title begin with, all of them.';
    case 'moment':
      return `${labelOf(name)}. ${edges[field.edge]}`;
  }
}

/** The filter of a list as query parameters, one for each field by which tickets can be filtered. */
export const filterParameters = Object.fromEntries(
  filterFieldNames.map((name) => {
    const field = fieldOf(name);
    return [
      name,
      parameterOf(field)
        .optional()
        .meta({ description: aboutOf(name, field) }),
    ];
  }),
) as Shape;
