import { accept, type Outcome, type RefusalKey, refuse } from '../refusal.ts';
import type { Status } from '../status.ts';
import type { Priority, TicketType } from '../ticket.ts';
import { isUuid } from '../uuid.ts';
import { checkMoment, type Edge } from './moment.ts';
import { checkSearchText } from './search-text.ts';

/** The label of a choice, as a key of the catalogues. */
export type ChoiceLabel = `ticket.${`status.${Status}` | `type.${TicketType}` | `priority.${Priority}`}`;

/** Any of several known values. `refusal` is said about any other one. */
export type ChoicesField<Choice extends string = string> = Readonly<{
  kind: 'choices';
  refusal: RefusalKey;
  among: readonly [Choice, ...Choice[]];
  /** The key of the choice's label. */
  labelOf(value: Choice): ChoiceLabel;
}>;

/**
 * One thing by its id, or by a symbol that stands for whoever it is when the filter is applied. `of` says what the id
 * belongs to: an agent is chosen from a list, a person is named by e-mail address, the others are reached from their
 * pages. `refusal` is what is said about anything else, `{typed}`.
 */
export type NamedField<Symbolic extends string = string> = Readonly<{
  kind: 'named';
  refusal: RefusalKey;
  of: 'agent' | 'person' | 'asset' | 'movement' | 'ticket';
  symbols: readonly Symbolic[];
}>;

/** A line of text that has to match exactly. */
export type LineField = Readonly<{ kind: 'line'; limit: number; check(text: string): Outcome<string> }>;

/** A full-text search. */
export type SearchField = Readonly<{ kind: 'search' }>;

/** One end of a time span; the other end is the field with the same `span`. */
export type MomentField = Readonly<{ kind: 'moment'; span: string; edge: Edge }>;

/** What tickets can be filtered by. Each kind is read, written, shown and turned into SQL in one way. */
export type Field = ChoicesField | NamedField | LineField | SearchField | MomentField;

/** The value that a filter keeps for a field: texts, so that it is plain JSON. */
export type ValueOf<Of extends Field> =
  Of extends ChoicesField<infer Choice>
    ? readonly Choice[]
    : Of extends NamedField | LineField | SearchField | MomentField
      ? string
      : never;

/** The text as a value of the field, in its canonical form; or a refusal that says what the field expects. */
export function checkValue(field: Field, text: string): Outcome<string> {
  switch (field.kind) {
    case 'choices':
      return field.among.includes(text)
        ? accept(text)
        : refuse('malformed', field.refusal, { values: wanted(field, text) });
    case 'named':
      if (isUuid(text)) return accept(text.toLowerCase());
      return field.symbols.includes(text)
        ? accept(text)
        : refuse('malformed', field.refusal, { values: wanted(field, text) });
    case 'line':
      return field.check(text);
    case 'search':
      return checkSearchText(text);
    case 'moment':
      return checkMoment(text);
  }
}

function wanted(field: ChoicesField | NamedField, text: string): { typed: string; choices: string } {
  return { typed: shown(text), choices: (field.kind === 'choices' ? field.among : field.symbols).join(', ') };
}

/** What was entered, shortened so that it can be quoted. */
function shown(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return [...line].length > 40 ? `${[...line].slice(0, 40).join('')}…` : line;
}
