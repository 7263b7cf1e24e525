import { accept, type Outcome, type RefusalText, refuse } from '../refusal.ts';
import { checkValue, type ChoicesField } from './field.ts';
import { type FieldValues, fieldOf, type FilterField, filterFieldNames } from './fields.ts';
import { instantOf, isDay } from './moment.ts';
import { type QueueView, queueViews } from './views.ts';

/**
 * Which tickets a list holds: those of a view, narrowed by each field that has a value. It is plain JSON and can be
 * stored as it is. It keeps ids instead of names, and `me` for whoever is looking, so that each reader of a shared
 * filter sees their own tickets.
 */
export type TicketFilter = FieldValues & Readonly<{ view: QueueView }>;

/** What is wrong with one part of a filter, and what to do. */
export type FilterProblem = RefusalText & Readonly<{ field: string }>;

/** A filter made of the parts that could be read, and the problems with the rest. */
export type ReadFilter = Readonly<{ filter: TicketFilter; problems: readonly FilterProblem[] }>;

/** Names and values as in a query string; a name may occur several times. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** The view that opens when none is named. */
const usualView: QueueView = 'active';

/**
 * Reads a filter that was stored or sent as JSON. It is strict: anything unknown, empty or of another type is a
 * problem, and is left out of the filter. Without a view, the active tickets are meant.
 */
export function readFilter(value: unknown): ReadFilter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { filter: { view: usualView }, problems: [{ field: '', key: 'refusal.filter.not_an_object' }] };
  }
  const problems: FilterProblem[] = [];
  const take = <T>(field: string, outcome: Outcome<T>): T | undefined => {
    if (outcome.ok) return outcome.value;
    const { key, values = {} } = outcome.refusal;
    problems.push({ field, key, values });
    return undefined;
  };
  let view = usualView;
  const values: Partial<Record<FilterField, string | readonly string[]>> = {};
  for (const [name, given] of Object.entries(value) as [string, unknown][]) {
    if (name === 'view') view = take(name, checkView(given)) ?? usualView;
    else if (isFilterField(name)) values[name] = take(name, checkField(name, given)) ?? [];
    else take(name, refuse('malformed', 'refusal.filter.unknown_field'));
  }
  const filter = { view, ...inOrder(values) };
  return { filter, problems: [...problems, ...spanProblems(filter)] };
}

/**
 * Reads the filter from a query string. Empty values count as missing, and parameters that are not the filter's are
 * ignored.
 */
export function filterFromParameters(parameters: Parameters): ReadFilter {
  const given = (name: string): string[] =>
    parameters.filter(([each, value]) => each === name && value.trim() !== '').map(([, value]) => value);
  const entries = ['view' as const, ...filterFieldNames].flatMap((name) => {
    const values = given(name);
    if (values.length === 0) return [];
    return [[name, name !== 'view' && fieldOf(name).kind === 'choices' ? values : values.at(-1)]];
  });
  return readFilter(Object.fromEntries(entries));
}

/** The filter as query parameters: always in the same order, and without defaults. */
export function filterParameters({ view, ...values }: TicketFilter): Parameters {
  return [
    ...(view === usualView ? [] : [['view', view] as const]),
    ...filterFieldNames.flatMap((name) => [values[name] ?? []].flat().map((value) => [name, value] as const)),
  ];
}

/** The filter with some fields removed or replaced. */
export function withFields(
  filter: TicketFilter,
  changed: { [Name in FilterField]?: FieldValues[Name] | undefined },
): TicketFilter {
  return { view: filter.view, ...inOrder({ ...filter, ...changed }) };
}

/** Whether anything narrows the view. */
export function isNarrowed(filter: TicketFilter): boolean {
  return filterFieldNames.some((name) => filter[name] !== undefined);
}

/** Time spans that end before they begin. */
export function spanProblems(values: FieldValues): FilterProblem[] {
  const moments = filterFieldNames.flatMap((name) => {
    const field = fieldOf(name);
    const value = values[name];
    return field.kind === 'moment' && typeof value === 'string' ? [{ name, field, value }] : [];
  });
  return moments.flatMap((since) => {
    if (since.field.edge !== 'since') return [];
    const until = moments.find(({ field }) => field.edge === 'until' && field.span === since.field.span);
    if (until === undefined || !isAfter(since.value, until.value)) return [];
    const ends = { span: since.field.span, from: since.value, to: until.value };
    return [{ field: since.name, key: 'refusal.filter.span', values: ends }];
  });
}

/** Whether a span would begin after its end. The end of a day is the beginning of the next one. */
function isAfter(since: string, until: string): boolean {
  const [from, to] = [instantOf(since, 'since'), instantOf(until, 'until')];
  return isDay(until) ? from >= to : from > to;
}

function checkView(given: unknown): Outcome<QueueView> {
  const view = queueViews.find((each) => each === given);
  return view === undefined
    ? refuse('malformed', 'refusal.filter.view', { values: { choices: queueViews.join(', ') } })
    : accept(view);
}

function checkField(name: FilterField, given: unknown): Outcome<string | readonly string[]> {
  const field = fieldOf(name);
  if (field.kind === 'choices') return checkChoices(field, given);
  return typeof given === 'string' ? checkValue(field, given) : refuse('malformed', 'refusal.filter.not_a_text');
}

/** One or more of the choices, each once and in the field's own order. */
function checkChoices(field: ChoicesField, given: unknown): Outcome<readonly string[]> {
  if (!Array.isArray(given) || given.length === 0 || !given.every((each) => typeof each === 'string')) {
    return refuse('malformed', 'refusal.filter.not_a_list');
  }
  for (const each of given) {
    const checked = checkValue(field, each);
    if (!checked.ok) return checked;
  }
  return accept(field.among.filter((choice) => given.includes(choice)));
}

function isFilterField(name: string): name is FilterField {
  return (filterFieldNames as readonly string[]).includes(name);
}

/** The values in the order of the fields, so that equal filters are written alike. Empty values are dropped. */
function inOrder(values: Partial<Record<FilterField, string | readonly string[] | undefined>>): FieldValues {
  const present = filterFieldNames.filter((name) => values[name] !== undefined && values[name].length > 0);
  return Object.fromEntries(present.map((name) => [name, values[name]])) as FieldValues;
}
