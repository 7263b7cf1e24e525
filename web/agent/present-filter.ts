import type { Person } from '../../src/db/reading/agent-people.ts';
import type { NamedField } from '../../src/domain/filter/field.ts';
import { fieldOf, type FilterField, filterFieldNames } from '../../src/domain/filter/fields.ts';
import { isDay } from '../../src/domain/filter/moment.ts';
import { withFields } from '../../src/domain/filter/ticket-filter.ts';
import { agentField } from './agent-choices.ts';
import type { QueueNames } from './queue-names.ts';
import { plainQuery, queueHref, type QueueQuery } from './queue-query.ts';

/** A condition of the list, and the link to the list without it. */
export type Chip = Readonly<{ label: string; href: string }>;

/** A field of the filter form. */
export type FilterControl =
  | Readonly<{ kind: 'checks'; name: string; label: string; options: readonly (Option & { on: boolean })[] }>
  | Readonly<{ kind: 'select'; name: string; label: string; value: string; options: readonly Option[] }>
  | Readonly<{ kind: 'date' | 'search' | 'hidden'; name: string; label: string; value: string }>
  | Readonly<{
      kind: 'text';
      name: string;
      label: string;
      value: string;
      inputmode?: 'email';
      hint?: string;
      people?: readonly Person[];
    }>;

type Option = Readonly<{ value: string; label: string }>;

/** The filters in use, each with the link that removes it. */
export function presentChips({ filter, ...query }: QueueQuery, names: QueueNames): Chip[] {
  const chip = (name: FilterField, value: string, left?: readonly string[]): Chip => {
    const { label, kind } = fieldOf(name);
    const without = withFields(filter, { [name]: left });
    return {
      label: kind === 'moment' ? `${label} ${value}` : `${label}: ${value}`,
      href: queueHref({ ...query, filter: without, cursor: null }),
    };
  };
  return filterFieldNames.flatMap((name) => {
    const field = fieldOf(name);
    const value = filter[name];
    if (value === undefined) return [];
    if (field.kind === 'choices') {
      const chosen = [value].flat();
      return chosen.map((each) =>
        chip(
          name,
          field.labelOf(each),
          chosen.filter((other) => other !== each),
        ),
      );
    }
    const text = String(value);
    return [chip(name, field.kind === 'named' ? nameOf(field, text, names) : shortened(text))];
  });
}

/** The filter form, filled with what the address asks for or, where that is invalid, with what was typed. */
export function presentFilter({ filter, sort }: QueueQuery, names: QueueNames, typed: URLSearchParams) {
  const controls = filterFieldNames.flatMap((name): FilterControl[] => {
    const field = fieldOf(name);
    const { label } = field;
    const value = filter[name];
    const text = String(value ?? typed.getAll(name).at(-1) ?? '');
    switch (field.kind) {
      case 'choices': {
        const options = field.among.map((each) => ({
          value: each,
          label: field.labelOf(each),
          on: [value ?? []].flat().includes(each),
        }));
        return [{ kind: 'checks', name, label, options }];
      }
      case 'named':
        return namedControl(name, field, { value: value === undefined ? '' : text, text, names });
      case 'moment':
        return [{ kind: value === undefined || isDay(text) ? 'date' : 'text', name, label, value: text }];
      case 'line':
        return [{ kind: 'text', name, label, value: text }];
      case 'search':
        return [{ kind: 'search', name, label, value: text }];
    }
  });
  return {
    view: filter.view === plainQuery.filter.view ? null : filter.view,
    sort: sort === plainQuery.sort ? null : sort,
    search: controls.filter(({ kind }) => kind === 'search'),
    hidden: controls.filter(({ kind }) => kind === 'hidden'),
    groups: controls.filter(({ kind }) => kind === 'checks'),
    fields: controls.filter(({ kind }) => ['select', 'text', 'date'].includes(kind)),
  };
}

function namedControl(
  name: FilterField,
  field: NamedField,
  asked: { value: string; text: string; names: QueueNames },
): FilterControl[] {
  const { value, text, names } = asked;
  switch (field.of) {
    case 'agent': {
      const any = { value: '', label: `Any ${field.noun}` };
      const symbols = field.symbols.map((symbol) => ({ value: symbol, label: nameOf(field, symbol, names) }));
      const hint = `An e-mail address, or ${field.symbols.join(', ')}.`;
      const control = agentField(names.agents, { others: [any, ...symbols], hint });
      if (control.kind === 'text') {
        const address = names.people.get(value)?.email ?? value;
        return [{ ...control, name, label: field.label, value: value === '' ? text : address }];
      }
      // Somebody who is no longer an agent can still be the filter's value.
      const isListed = control.options.some((option) => option.value === value);
      const former = isListed ? [] : [{ value, label: nameOf(field, value, names) }];
      return [{ kind: 'select', name, label: field.label, value, options: [...control.options, ...former] }];
    }
    case 'person':
      return [
        {
          kind: 'text',
          inputmode: 'email',
          name,
          label: `${field.label}’s e-mail address`,
          value: value === '' ? text : (names.people.get(value)?.email ?? value),
        },
      ];
    case 'asset':
    case 'movement':
    case 'ticket':
      return value === '' ? [] : [{ kind: 'hidden', name, label: field.label, value }];
  }
}

const symbolLabels: Readonly<Record<string, string>> = { me: 'Me', nobody: 'Nobody', somebody: 'Somebody' };

const goneLabels: Readonly<Record<NamedField['of'], string>> = {
  agent: 'a former agent',
  person: 'somebody unknown',
  asset: 'one that is not there any more',
  movement: 'one that is not there any more',
  ticket: 'one that is not there',
};

function nameOf(field: NamedField, value: string, { people, things }: QueueNames): string {
  return symbolLabels[value] ?? people.get(value)?.name ?? things.get(value) ?? goneLabels[field.of];
}

/** A text, shortened if it is too long for a line. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}
