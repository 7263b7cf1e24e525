import { writeFile } from 'node:fs/promises';
import { measureAgainstFloor } from './against-floor.ts';
import { fullSizes, quickSizes, readArguments } from './arguments.ts';
import { figuresTable, operationsTable, targetsTable } from './print.ts';
import { startSetting } from './setting.ts';

const say = (line: string): void => console.log(line);

const { quick, json } = readArguments(process.argv.slice(2));
say('Starting the product.');
const setting = await startSetting(say);
try {
  say(`Temporal: ${setting.product.temporal}.`);
  const rows = await measureAgainstFloor(setting, quick ? quickSizes : fullSizes, say);
  for (const table of [operationsTable, figuresTable, targetsTable]) say(`\n${table(rows)}`);
  if (json !== null) await writeFile(json, `${JSON.stringify(rows, null, 2)}\n`);
} finally {
  await setting.close();
}
