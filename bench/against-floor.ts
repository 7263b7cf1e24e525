import type { Sizes } from './arguments.ts';
import { measureCommands } from './commands.ts';
import { measureFairness } from './fairness.ts';
import { startFloor } from './floor/start.ts';
import { measureHistories } from './history.ts';
import { measureKeys } from './keys.ts';
import { memoryOf } from './memory.ts';
import { measureReadings, prepareReadings } from './pages.ts';
import { createBenchPeople } from './people.ts';
import { type Row, rowsOf } from './rows.ts';
import { analyse, expectEveryMail, type Setting } from './setting.ts';
import { withoutNotices } from './targets.ts';
import { Results } from './trials.ts';
import { measureWire } from './wire.ts';
import { measureWorkerStart } from './worker-start.ts';

/** People enough that no limit of one person's mails is met. */
const crowd = { agents: 60, reporters: 120 };

/** The product against its own floor: commands and pages, round after round, and what is measured once. */
export async function measureAgainstFloor(
  setting: Setting,
  { rounds, many, few, reads, oldTickets, flood }: Sizes,
  say: (line: string) => void,
): Promise<Row[]> {
  const { orm, browser, product } = setting;
  const told = await createBenchPeople(orm, { slug: 'bench', ...crowd, oldTickets });
  const untold = await createBenchPeople(orm, { slug: 'bench-silent', ...crowd, notices: false });
  await analyse(setting);
  const floor = await startFloor(product, browser);
  const readings = await prepareReadings(setting, floor, told);
  const sizes = [
    { clients: 20, count: many },
    { clients: 1, count: few },
  ];
  const as = (name: string): string => name;

  const measureRound = async (results: Results, round: (typeof sizes)[number]): Promise<void> => {
    const tools = { setting, floor, results };
    await measureCommands(tools, told, round, as);
    await measureCommands(tools, untold, round, withoutNotices);
    await measureReadings(setting, readings, results, { ...round, count: round.count * reads });
    if (round.clients === 1) await measureKeys(setting, told.tenantId, results, round);
  };

  say('Warming up.');
  await measureRound(new Results(), { clients: 20, count: 20 });
  const results = new Results();
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}.`);
    for (const size of sizes) await measureRound(results, size);
  }
  await readings.close();
  await expectEveryMail(setting, told.tenantId);

  say('Histories, weight of the page, fairness, start of a worker.');
  return [
    ...results.all().flatMap(rowsOf),
    ...readings.statements,
    ...memoryOf(setting, ', after the commands'),
    ...(await measureHistories(setting, floor, told)),
    ...(await measureWire(setting, told)),
    ...(await measureFairness(setting, told, flood)),
    ...(await measureWorkerStart(setting)),
  ];
}
