import { processNames } from './cpu.ts';
import type { Row } from './rows.ts';
import { targets } from './targets.ts';

/** Columns of the table of operations: heading, metric, and what of its row stands there. */
const columns: readonly (readonly [title: string, metric: string, of: 'value' | 'ratio' | 'floor'])[] = [
  ['per s', 'throughput', 'value'],
  ['floor', 'throughput', 'floor'],
  ['ratio', 'throughput', 'ratio'],
  ['noise %', 'noise', 'value'],
  ['p50 ms', 'p50', 'value'],
  ['floor', 'p50', 'floor'],
  ['ratio', 'p50', 'ratio'],
  ['p99 ms', 'p99', 'value'],
  ['core-ms', 'core', 'value'],
  ['floor', 'core', 'floor'],
  ...processNames.map((name) => [name, `core ${name}`, 'value'] as const),
];

/** The operations of a run, one a line, with the floors of throughput, p50 and processor time. */
export function operationsTable(rows: readonly Row[]): string {
  const operations = Map.groupBy(
    rows.filter(({ metric }) => columns.some((column) => column[1] === metric)),
    ({ name, clients }) => `${name}\0${clients}`,
  );
  const lines = [...operations.values()]
    .filter((ofOne) => ofOne.some(({ metric }) => metric === 'throughput'))
    .map((ofOne) => [
      ofOne[0]?.name ?? '',
      String(ofOne[0]?.clients ?? ''),
      ...columns.map(([, metric, of]) => number(ofOne.find((row) => row.metric === metric)?.[of] ?? null)),
    ]);
  return table([['what', 'clients', ...columns.map(([title]) => title)], ...lines]);
}

/** Figures that are no rate: events, bytes, memory. */
export function figuresTable(rows: readonly Row[]): string {
  const timed = new Set(columns.map((column) => column[1]).concat('p95'));
  const others = rows.filter((row) => !timed.has(row.metric) || isLone(row, rows));
  return table([
    ['what', 'metric', 'value', 'unit', 'floor', 'ratio'],
    ...others.map(({ name, metric, value, unit, floor, ratio }) => [
      name,
      metric,
      number(value),
      unit,
      number(floor),
      number(ratio),
    ]),
  ]);
}

/** Every row that has a target, and whether it is met. */
export function targetsTable(rows: readonly Row[]): string {
  const judged = rows.filter(({ target }) => target !== null);
  return table([
    ['target', 'clients', 'metric', 'is', 'wanted', 'met'],
    ...judged.map((row) => {
      const target = targets.find(
        ({ name, clients, metric }) => name === row.name && clients === row.clients && metric === row.metric,
      );
      const reached = target?.of === 'ratio' ? row.ratio : row.value;
      const unit = target?.of === 'ratio' ? 'of the floor' : row.unit;
      return [
        row.name,
        String(row.clients),
        row.metric,
        number(reached),
        `${target?.is} ${row.target} ${unit}`,
        row.met === true ? 'yes' : 'NO',
      ];
    }),
  ]);
}

/** A row of an operation that is not in the table of operations, since no rate of it was measured. */
function isLone({ name, clients }: Row, rows: readonly Row[]): boolean {
  return !rows.some((row) => row.name === name && row.clients === clients && row.metric === 'throughput');
}

function number(value: number | null): string {
  if (value === null) return '';
  return value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Aligned columns under a first line of headings; nothing where there are headings only. */
function table(lines: readonly (readonly string[])[]): string {
  if (lines.length < 2) return '';
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
