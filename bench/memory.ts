import { residentMb } from './cpu.ts';
import { judge, type Row } from './rows.ts';
import type { Setting } from './setting.ts';

/** The memory that the product's processes have in use, and Temporal. `when` is added to their names. */
export function memoryOf({ product }: Setting, when: string): Row[] {
  return (['worker', 'web', 'temporal'] as const).flatMap((name) => {
    const pid = product.pids[name];
    const value = pid === null ? null : residentMb(pid);
    return value === null ? [] : [judge({ name: `${name}${when}`, clients: 1, metric: 'memory', value, unit: 'MB' })];
  });
}
