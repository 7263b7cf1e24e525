import { destination, pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** Where cookies and credentials stand in what the log is given: a request or response, or its headers. */
const secrets = ['', 'headers.', 'req.headers.', 'request.headers.', 'res.headers.', 'response.headers.'].flatMap(
  (place) => ['cookie', 'authorization', '["set-cookie"]'].map((name) => `${place}${name}`.replace('.[', '[')),
);

/** So much of the log is kept while it cannot be written, in bytes; what comes after is lost. */
const keptBytes = 1024 * 1024;

/**
 * A logger that writes one JSON line per entry to stdout; `name` says which process or part is speaking. Where a line can't
 * be written (the disk is full, nobody reads any more), it is tried again with the next one.
 */
export function createLogger({ level, name }: { level: string; name: string }): Logger {
  const stdout = destination({ fd: 1, sync: true, maxLength: keptBytes });
  stdout.on('error', () => undefined);
  return pino({ level, name, redact: { paths: secrets, censor: '[redacted]' } }, stdout);
}

/** For a program: what it, Node or a library says goes nowhere where it can't be written, and the program goes on. */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
