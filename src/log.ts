import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** Where cookies and credentials stand in what the log is given: a request or response, or its headers. */
const secrets = ['', 'headers.', 'req.headers.', 'request.headers.', 'res.headers.', 'response.headers.'].flatMap(
  (place) => ['cookie', 'authorization', '["set-cookie"]'].map((name) => `${place}${name}`.replace('.[', '[')),
);

/** A logger that writes one JSON line per entry to stdout; `name` says which process or part is speaking. */
export function createLogger({ level, name }: { level: string; name: string }): Logger {
  return pino({ level, name, redact: { paths: secrets, censor: '[redacted]' } });
}
