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
    costs: 'Times the cost of the size that is compared with (p50, one client)',
    sizes: 'Size: what the line counts',
  };
  return {
    rows: parts.flatMap(({ rows }) => rows),
    svg: chart(
      parts.flatMap(({ lines }) => lines),
      text,
    ),
  };
}
