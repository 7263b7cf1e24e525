import { z } from 'zod';

export const port = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: (issue) => `is "${issue.input}": set it to a port number from 1 to 65535` })
    .transform(Number)
    .refine((value) => value <= 65_535, 'is too large: set it to a port number from 1 to 65535')
    .default(standard);

/** A variable that holds a limit: a whole number from 1. */
export const limit = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: (issue) => `is "${issue.input}": set it to a whole number from 1 to 999999999` })
    .transform(Number)
    .default(standard);

const text = (todo: string) => z.string({ error: `is missing: set it to ${todo}` });

const urlOf = (protocols: RegExp, todo: string) =>
  text(todo).refine(
    (value) => protocols.test(URL.parse(value)?.protocol ?? ''),
    `is not such an address: set it to ${todo}`,
  );

export const postgresUrl = urlOf(/^postgres(ql)?:$/, 'postgres://user:password@host:5432/database');
export const smtpUrl = urlOf(/^smtps?:$/, 'smtp://host:port of a mail server');
export const webUrl = urlOf(/^https?:$/, 'http://host:port or https://host');
export const temporalAddress = text('host:port of a Temporal server').regex(
  /^[^\s/]+:\d+$/,
  'is not such an address: set it to host:port of a Temporal server',
);

export const origin = webUrl.refine(
  (value) => URL.parse(value)?.pathname === '/',
  'has a path: set it to scheme, host and port only',
);
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const logLevel = z
  .enum(logLevels, { error: `is unknown: set it to one of ${logLevels.join(', ')}` })
  .default('info');
export const appSecret = z.string().min(32, 'is too short: set it to at least 32 random characters');
