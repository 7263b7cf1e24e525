import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger, surviveLostOutput } from '../src/log.ts';

/** A process of the tests of the log: logs, by every way that there is, until the file that it is told is there. */
const [file = ''] = process.argv.slice(2);
surviveLostOutput();
const log = createLogger({ level: 'info', name: 'trial' });
for (let n = 1; !existsSync(file); n += 1) {
  log.info({ n, filling: 'x'.repeat(10_000) }, 'line');
  console.log('said');
  console.error('complained');
  process.emitWarning('a warning');
  await pause(2);
}
log.info('the last line');
