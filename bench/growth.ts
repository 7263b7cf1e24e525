import type { GrowthSizes } from './arguments.ts';
import { chart } from './chart.ts';
import { measureLongQueues, measureLongTickets } from './growth-reads.ts';
import { measureManyWorkflows } from './growth-workflows.ts';
import type { Row } from './rows.ts';
import type { Setting } from './setting.ts';

/** Cost against size: long queues, long tickets, many open tickets. Gives the rows, and a chart of them as SVG. */
export async function measureGrowth(
  setting: Setting,
  sizes: GrowthSizes,
  say: (line: string) => void,
): Promise<Readonly<{ rows: Row[]; svg: string }>> {
  const parts = [
    await measureManyWorkflows(setting, sizes, say),
    await measureLongTickets(setting, sizes),
    await measureLongQueues(setting, sizes, say),
  ];
  const text = {
    title: 'Cost against size',
    costs: 'p50 of one client as a multiple of the smallest size (queues: of 10,000 tickets)',
    sizes: 'Size, in what each line names',
  };
  return {
    rows: parts.flatMap(({ rows }) => rows),
    svg: chart(
      parts.flatMap(({ lines }) => lines),
      text,
    ),
  };
}
