import { execFileSync } from 'node:child_process';
import { startWatchdog } from '../../src/threads/watchdog.ts';

/** A process of the tests of the watchdog: `how` it stands still, and after how many ms that is too long. */
const [how, limitMs] = process.argv.slice(2);
startWatchdog({ name: 'trial', limitMs: Number(limitMs) });
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
console.log('ready');
setTimeout(() => {
  if (how === 'loop') for (;;);
  if (how === 'expression') /^(a+)+$/.test(`${'a'.repeat(60)}b`);
  if (how === 'promises') void endless();
  if (how === 'system call') execFileSync('sleep', ['60']);
}, 100);

async function endless(): Promise<void> {
  for (;;) await Promise.resolve();
}
