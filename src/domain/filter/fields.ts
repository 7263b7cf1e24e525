import { type Status, statuses } from '../status.ts';
import { checkReference } from '../text.ts';
import { priorities, type Priority, referenceLimit, type TicketType, ticketTypes } from '../ticket.ts';
import type { ChoicesField, Field, LineField, MomentField, NamedField, ValueOf, SearchField } from './field.ts';

const status: ChoicesField<Status> = {
  kind: 'choices',
  refusal: 'refusal.filter.status',
  among: statuses,
  labelOf: (value) => `ticket.status.${value}`,
};

const type: ChoicesField<TicketType> = {
  kind: 'choices',
  refusal: 'refusal.filter.type',
  among: ticketTypes,
  labelOf: (value) => `ticket.type.${value}`,
};

const priority: ChoicesField<Priority> = {
  kind: 'choices',
  refusal: 'refusal.filter.priority',
  among: priorities,
  labelOf: (value) => `ticket.priority.${value}`,
};

const assignee: NamedField<'me' | 'nobody' | 'somebody'> = {
  kind: 'named',
  refusal: 'refusal.filter.assignee',
  of: 'agent',
  symbols: ['me', 'nobody', 'somebody'],
};

const reporter: NamedField<'me'> = {
  kind: 'named',
  refusal: 'refusal.filter.reporter',
  of: 'person',
  symbols: ['me'],
};

const asset: NamedField<never> = {
  kind: 'named',
  refusal: 'refusal.filter.asset',
  of: 'asset',
  symbols: [],
};

const movement: NamedField<never> = {
  kind: 'named',
  refusal: 'refusal.filter.movement',
  of: 'movement',
  symbols: [],
};

const followUpOf: NamedField<never> = {
  kind: 'named',
  refusal: 'refusal.filter.ticket',
  of: 'ticket',
  symbols: [],
};

const externalRef: LineField = {
  kind: 'line',
  limit: referenceLimit,
  check: checkReference,
};

const search: SearchField = { kind: 'search' };

function moment(span: string, edge: MomentField['edge']): MomentField {
  return { kind: 'moment', span, edge };
}

/**
 * Everything that tickets can be filtered by, in display order. A field has the same name in addresses, in the API and
 * in stored filters. A new one is a line here; the compiler then asks for its condition in SQL and
 * for its label, `ticket.filter.…` in the catalogues.
 */
export const filterFields = {
  status,
  type,
  priority,
  assignee,
  reporter,
  asset,
  movement,
  follow_up_of: followUpOf,
  external_ref: externalRef,
  created_since: moment('created', 'since'),
  created_until: moment('created', 'until'),
  updated_since: moment('updated', 'since'),
  updated_until: moment('updated', 'until'),
  q: search,
} as const satisfies Readonly<Record<string, Field>>;

export type FilterField = keyof typeof filterFields;

export const filterFieldNames = Object.keys(filterFields) as readonly FilterField[];

/** The field of that name, for code that treats all fields of a kind alike. */
export function fieldOf(name: FilterField): Field {
  return filterFields[name];
}

/** What a filter asks of each field. A missing field does not narrow it. */
export type FieldValues = Readonly<{ [Name in FilterField]?: ValueOf<(typeof filterFields)[Name]> }>;
