import { join, resolve } from 'node:path';
import { z } from 'zod';
import {
  appSecret,
  limit,
  logLevel,
  origin,
  port,
  postgresUrl,
  smtpUrl,
  temporalAddress,
  webUrl,
} from './config-values.ts';
import { standardCommentsPerTicket, standardWriteLimits } from './domain/write-limits.ts';
import { keptSecret } from './kept-secret.ts';

/** The environment is not usable; the message is one sentence that names the variable and says what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Environment variables as `process.env` has them; an empty value counts as unset. */
export type Environment = Record<string, string | undefined>;

const common = {
  DATA_DIR: z.string().default('.data'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(3000),
  PUBLIC_URL: origin.optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_UI_URL: webUrl.optional(),
  MAIL_UI_URL: webUrl.optional(),
  APP_SECRET: appSecret.optional(),
  LOG_LEVEL: logLevel,
};

/** How much one person may write, and how much one ticket takes: see src/domain/write-limits.ts. */
const limitsSchema = {
  LIMIT_CHANGES_PER_MINUTE: limit(standardWriteLimits.changesPerMinute),
  LIMIT_COMMENTS_PER_MINUTE: limit(standardWriteLimits.commentsPerMinute),
  LIMIT_COMMENTS_PER_TICKET: limit(standardCommentsPerTicket),
  LIMIT_TEXT_BYTES_PER_HOUR: limit(standardWriteLimits.textBytesPerHour),
};

const serviceSchema = z.object({
  ...common,
  ...limitsSchema,
  NODE_ENV: z.string().optional(),
  DATABASE_URL: postgresUrl,
  TEMPORAL_ADDRESS: temporalAddress,
  SMTP_URL: smtpUrl,
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10, 'is not usable: set it to how many proxies of your own stand in front of the web process, 0 to 10')
    .default(0),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*\S+@\S+$/, 'is not a sender: set it to Name <name@host>')
    .default('Uslimato ITSM <itsm@uslimato.example>'),
});

const migrateSchema = z.object({ DATABASE_OWNER_URL: postgresUrl, LOG_LEVEL: logLevel });

const databaseSchema = z.object({ DATABASE_URL: postgresUrl });

const devSchema = z.object({
  ...common,
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  POSTGRES_PORT: port(54_329),
  TEMPORAL_ADDRESS: temporalAddress.optional(),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  SMTP_URL: smtpUrl.optional(),
  SMTP_PORT: port(1025),
  MAIL_UI_PORT: port(1080),
});

export type ServiceConfig = ReturnType<typeof readServiceConfig>;
export type MigrateConfig = ReturnType<typeof readMigrateConfig>;
export type DevConfig = ReturnType<typeof readDevConfig>;

/**
 * What web, worker and seed need. Without APP_SECRET the secret stored in DATA_DIR/app-secret is used (and created),
 * but never in production.
 * @throws ConfigError
 */
export function readServiceConfig(env: Environment) {
  const read = parse(serviceSchema, env);
  const production = read.NODE_ENV === 'production';
  if (production && read.APP_SECRET === undefined) {
    throw new ConfigError('APP_SECRET is missing: in production, set it to at least 32 random characters.');
  }
  return {
    ...commonPart(read),
    production,
    databaseUrl: read.DATABASE_URL,
    temporalAddress: read.TEMPORAL_ADDRESS,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    trustedProxies: read.TRUSTED_PROXIES,
    writeLimits: {
      changesPerMinute: read.LIMIT_CHANGES_PER_MINUTE,
      commentsPerMinute: read.LIMIT_COMMENTS_PER_MINUTE,
      textBytesPerHour: read.LIMIT_TEXT_BYTES_PER_HOUR,
    },
    commentsPerTicket: read.LIMIT_COMMENTS_PER_TICKET,
    appSecret: read.APP_SECRET ?? secretIn(resolve(read.DATA_DIR)),
  };
}

/**
 * What migrate, seed and platform-user need: the database's owner.
 * @throws ConfigError
 */
export function readMigrateConfig(env: Environment) {
  const read = parse(migrateSchema, env);
  return { databaseOwnerUrl: read.DATABASE_OWNER_URL, logLevel: read.LOG_LEVEL };
}

/**
 * What search-index needs: the database, as web and worker use it.
 * @throws ConfigError
 */
export function readDatabaseConfig(env: Environment) {
  return { databaseUrl: parse(databaseSchema, env).DATABASE_URL };
}

/**
 * What `npm start` needs: everything is optional, and whatever is not configured is started on this machine.
 * @throws ConfigError
 */
export function readDevConfig(env: Environment) {
  const read = parse(devSchema, env);
  const { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } = read;
  if ((appUrl === undefined) !== (ownerUrl === undefined)) {
    throw new ConfigError(
      `${appUrl ? 'DATABASE_OWNER_URL' : 'DATABASE_URL'} is missing: npm start needs DATABASE_URL (the app's role) and ` +
        'DATABASE_OWNER_URL (the owner, who migrates) together, or neither to start a PostgreSQL of its own.',
    );
  }
  if (read.TEMPORAL_ADDRESS === undefined && read.TEMPORAL_NAMESPACE !== 'default') {
    throw new ConfigError(
      'TEMPORAL_NAMESPACE is set without TEMPORAL_ADDRESS: the server that npm start starts has the namespace default only, ' +
        'so unset the one or set the other.',
    );
  }
  return {
    ...commonPart(read),
    appSecret: read.APP_SECRET,
    database: appUrl !== undefined && ownerUrl !== undefined ? { appUrl, ownerUrl } : undefined,
    postgresPort: read.POSTGRES_PORT,
    temporalAddress: read.TEMPORAL_ADDRESS,
    temporalPort: read.TEMPORAL_PORT,
    temporalUiPort: read.TEMPORAL_UI_PORT,
    smtpUrl: read.SMTP_URL,
    smtpPort: read.SMTP_PORT,
    mailUiPort: read.MAIL_UI_PORT,
  };
}

function secretIn(dataDir: string): string {
  try {
    return keptSecret(join(dataDir, 'app-secret'));
  } catch (error) {
    const why = (error as Error).message;
    throw new ConfigError(
      `DATA_DIR ${dataDir} cannot be used (${why}): make it writable, set it to another folder, or set APP_SECRET.`,
    );
  }
}

function commonPart(read: z.output<z.ZodObject<typeof common>>) {
  return {
    dataDir: resolve(read.DATA_DIR),
    host: read.HOST,
    port: read.PORT,
    publicUrl: new URL(read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).origin,
    temporalNamespace: read.TEMPORAL_NAMESPACE,
    temporalUiUrl: read.TEMPORAL_UI_URL,
    mailUiUrl: read.MAIL_UI_URL,
    logLevel: read.LOG_LEVEL,
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new ConfigError(`${sentences.join('; ')}.`);
}
