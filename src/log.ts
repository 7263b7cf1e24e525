import { destination, pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** Where cookies and credentials are found in logged values: a request or response, or its headers. */
const secrets = ['', 'headers.', 'req.headers.', 'request.headers.', 'res.headers.', 'response.headers.'].flatMap(
  (place) => ['cookie', 'authorization', '["set-cookie"]'].map((name) => `${place}${name}`.replace('.[', '[')),
);

/** How much of the log is buffered while it cannot be written, in bytes; further entries are lost. */
const keptBytes = 1024 * 1024;

/**
 * A logger that writes one JSON line per entry to stdout; `name` says which process or part is writing. If a line
 * cannot be written (the disk is full, nobody reads any more), it is retried with the next one.
 */
export function createLogger({ level, name }: { level: string; name: string }): Logger {
  const stdout = destination({ fd: 1, sync: true, maxLength: keptBytes });
  stdout.on('error', () => undefined);
  return pino({ level, name, redact: { paths: secrets, censor: '[redacted]' } }, stdout);
}

/**
 * For a program: if output of its own, of Node or of a library cannot be written, it is dropped, and the program goes
 * on.
 */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
