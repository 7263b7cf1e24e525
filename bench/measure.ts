export type Figures = Readonly<{
  name: string;
  clients: number;
  count: number;
  p50: number;
  p99: number;
  perSecond: number;
}>;

/** Runs `work` `count` times by so many clients at once, each sending its next as soon as the last is answered. Times in ms. */
export async function measure(
  name: string,
  { clients, count }: { clients: number; count: number },
  work: (place: number) => Promise<void>,
): Promise<Figures> {
  const times: number[] = [];
  const places = Array.from({ length: count }, (_, place) => place).values();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const place of places) {
        const start = performance.now();
        await work(place);
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { name, clients, count, p50: at(0.5), p99: at(0.99), perSecond: count / seconds };
}

/** A table of the run. The ratio is to the run's own base: only ratios may be compared with those of another run. */
export function table(figures: readonly Figures[], base: Figures): string {
  const head = ['what', 'clients', 'p50 ms', 'p99 ms', 'per s', `p50 / ${base.name}`];
  const rows = figures.map((each) => [
    each.name,
    String(each.clients),
    each.p50.toFixed(1),
    each.p99.toFixed(1),
    each.perSecond.toFixed(1),
    (each.p50 / base.p50).toFixed(1),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
