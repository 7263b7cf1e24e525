import type { Person } from '../../src/db/reading/agent-people.ts';
import type { NamedField } from '../../src/domain/filter/field.ts';
import { fieldOf, type FilterField, filterFieldNames } from '../../src/domain/filter/fields.ts';
import { isDay } from '../../src/domain/filter/moment.ts';
import { withFields } from '../../src/domain/filter/ticket-filter.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { agentField } from './agent-choices.ts';
import type { QueueNames } from './queue-names.ts';
import { plainQuery, queueHref, type QueueQuery } from './queue-query.ts';

/** A condition of the list, and the link to the list without it. */
export type Chip = Readonly<{ label: string; href: string }>;

/** A field of the filter form. */
export type FilterControl =
  | Readonly<{ kind: 'checks'; name: string; label: string; options: readonly (Option & { on: boolean })[] }>
  | Readonly<{ kind: 'select'; name: string; label: string; value: string; options: readonly Option[] }>
  | Readonly<{ kind: 'date'; name: string; label: string; value: string; hint: string }>
  | Readonly<{ kind: 'search' | 'hidden'; name: string; label: string; value: string }>
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
export function presentChips({ filter, ...query }: QueueQuery, names: QueueNames, translator: Translator): Chip[] {
  const { t } = translator;
  const chip = (name: FilterField, value: string, left?: readonly string[]): Chip => {
    const { kind } = fieldOf(name);
    const without = withFields(filter, { [name]: left });
    const said = { field: t(`ticket.filter.${name}`), value };
    return {
      label: t(kind === 'moment' ? 'agent.filter.moment_chip' : 'agent.filter.chip', said),
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
          t(field.labelOf(each)),
          chosen.filter((other) => other !== each),
        ),
      );
    }
    const text = String(value);
    return [chip(name, field.kind === 'named' ? nameOf(field, text, names, translator) : shortened(text))];
  });
}

/** The filter form, filled with what the address asks for or, where that is invalid, with what was typed. */
export function presentFilter(
  { filter, sort }: QueueQuery,
  names: QueueNames,
  { typed, translator }: Readonly<{ typed: URLSearchParams; translator: Translator }>,
) {
  const { t } = translator;
  const controls = filterFieldNames.flatMap((name): FilterControl[] => {
    const field = fieldOf(name);
    const label = t(`ticket.filter.${name}`);
    const value = filter[name];
    const text = String(value ?? typed.getAll(name).at(-1) ?? '');
    switch (field.kind) {
      case 'choices': {
        const options = field.among.map((each) => ({
          value: each,
          label: t(field.labelOf(each)),
          on: [value ?? []].flat().includes(each),
        }));
        return [{ kind: 'checks', name, label, options }];
      }
      case 'named':
        return namedControl(name, field, { value: value === undefined ? '' : text, text, names, translator });
      case 'moment':
        return value === undefined || isDay(text)
          ? [{ kind: 'date', name, label, value: text, hint: t('agent.filter.days_of', { zone: translator.timeZone }) }]
          : [{ kind: 'text', name, label, value: text }];
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
  asked: { value: string; text: string; names: QueueNames; translator: Translator },
): FilterControl[] {
  const { value, text, names, translator } = asked;
  const { t } = translator;
  const label = t(`ticket.filter.${name}`);
  switch (field.of) {
    case 'agent': {
      const any = { value: '', label: t('agent.filter.any_assignee') };
      const symbols = field.symbols.map((symbol) => ({
        value: symbol,
        label: nameOf(field, symbol, names, translator),
      }));
      const hint = t('agent.filter.assignee_hint');
      const control = agentField(names.agents, { others: [any, ...symbols], hint });
      if (control.kind === 'text') {
        const address = names.people.get(value)?.email ?? value;
        return [{ ...control, name, label, value: value === '' ? text : address }];
      }
      // Somebody who is no longer an agent can still be the filter's value.
      const isListed = control.options.some((option) => option.value === value);
      const former = isListed ? [] : [{ value, label: nameOf(field, value, names, translator) }];
      return [{ kind: 'select', name, label, value, options: [...control.options, ...former] }];
    }
    case 'person':
      return [
        {
          kind: 'text',
          inputmode: 'email',
          name,
          label: t('agent.filter.reporter_address'),
          value: value === '' ? text : (names.people.get(value)?.email ?? value),
        },
      ];
    case 'asset':
    case 'movement':
    case 'ticket':
      return value === '' ? [] : [{ kind: 'hidden', name, label, value }];
  }
}

const symbolLabels: Readonly<Partial<Record<string, MessageKey>>> = {
  me: 'agent.filter.me',
  nobody: 'agent.filter.nobody',
  somebody: 'agent.filter.somebody',
};

function nameOf(field: NamedField, value: string, { people, things }: QueueNames, { t }: Translator): string {
  const symbol = symbolLabels[value];
  if (symbol !== undefined) return t(symbol);
  return people.get(value)?.name ?? things.get(value) ?? t(`agent.filter.gone.${field.of}`);
}

/** A text, shortened if it is too long for a line. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}
