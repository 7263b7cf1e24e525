import { writeFile } from 'node:fs/promises';
import { measureAgainstFloor } from './against-floor.ts';
import { fullGrowth, fullSizes, quickGrowth, quickSizes, readArguments } from './arguments.ts';
import { measureGrowth } from './growth.ts';
import { figuresTable, operationsTable, targetsTable } from './print.ts';
import type { Row } from './rows.ts';
import { startSetting } from './setting.ts';

const say = (line: string): void => console.log(line);
/** The chart of a whole run; that of a quick one would say little. */
const chartFile = new URL('../docs/growth.svg', import.meta.url);

const { quick, growth, json } = readArguments(process.argv.slice(2));
say('Starting the product.');
const setting = await startSetting(say);
try {
  say(`Temporal: ${setting.product.temporal}.`);
  const rows = growth ? await growing() : await measureAgainstFloor(setting, quick ? quickSizes : fullSizes, say);
  for (const table of [operationsTable, figuresTable, targetsTable]) {
    const printed = table(rows);
    if (printed !== '') say(`\n${printed}`);
  }
  if (json !== null) await writeFile(json, `${JSON.stringify(rows, null, 2)}\n`);
} finally {
  await setting.close();
}

async function growing(): Promise<Row[]> {
  const { rows, svg } = await measureGrowth(setting, quick ? quickGrowth : fullGrowth, say);
  if (!quick) await writeFile(chartFile, svg);
  return rows;
}
