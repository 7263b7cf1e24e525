import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readDevConfig, readMigrateConfig, readServiceConfig } from '../src/config.ts';

const databaseUrl = 'postgres://uslimato_app:pw@db:5432/uslimato';
const ownerUrl = 'postgres://uslimato_owner:pw@db:5432/uslimato';
const secret = 'x'.repeat(32);
const service = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: 'temporal:7233', SMTP_URL: 'smtp://mail:25' };

describe('the environment of web and worker', () => {
  it('has defaults for what may be left out', () => {
    expect(readServiceConfig({ ...service, APP_SECRET: secret })).toMatchObject({
      production: false,
      databaseUrl,
      temporalAddress: 'temporal:7233',
      temporalNamespace: 'default',
      temporalUiUrl: undefined,
      mailFrom: 'Uslimato ITSM <itsm@uslimato.example>',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      appSecret: secret,
      logLevel: 'info',
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(readServiceConfig({ ...service, APP_SECRET: secret, PORT: '', TEMPORAL_UI_URL: '' })).toMatchObject({
      port: 3000,
      temporalUiUrl: undefined,
    });
  });

  it.each([
    [{ DATABASE_URL: undefined }, 'DATABASE_URL is missing: set it to postgres://user:password@host:5432/database.'],
    [{ DATABASE_URL: 'mysql://x/y' }, /^DATABASE_URL is not such an address: set it to postgres:/],
    [{ TEMPORAL_ADDRESS: 'http://temporal' }, /^TEMPORAL_ADDRESS is not such an address: set it to host:port/],
    [{ SMTP_URL: 'mail:25' }, /^SMTP_URL is not such an address: set it to smtp:/],
    [{ PORT: 'http' }, 'PORT is "http": set it to a port number from 1 to 65535.'],
    [{ PORT: '65536' }, 'PORT is too large: set it to a port number from 1 to 65535.'],
    [{ PUBLIC_URL: 'https://itsm.example/desk' }, 'PUBLIC_URL has a path: set it to scheme, host and port only.'],
    [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM is not a sender: set it to Name <name@host>.'],
    [{ APP_SECRET: 'short' }, 'APP_SECRET is too short: set it to at least 32 random characters.'],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is unknown: set it to one of fatal/],
  ])('names the variable and what to do for %j', (change, sentence) => {
    expect(() => readServiceConfig({ ...service, APP_SECRET: secret, ...change })).toThrow(ConfigError);
    expect(() => readServiceConfig({ ...service, APP_SECRET: secret, ...change })).toThrow(sentence);
  });

  it('names everything that is wrong at once', () => {
    expect(() => readServiceConfig({ APP_SECRET: secret })).toThrow(/DATABASE_URL.*TEMPORAL_ADDRESS.*SMTP_URL/);
  });

  it('never repeats a value that may hold a password', () => {
    expect(() => readServiceConfig({ ...service, DATABASE_URL: 'host=db password=geheim' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('geheim') }),
    );
  });

  it('requires APP_SECRET in production', () => {
    expect(() => readServiceConfig({ ...service, NODE_ENV: 'production' })).toThrow(
      /^APP_SECRET is missing: in production/,
    );
  });
});

describe('APP_SECRET outside production', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'uslimato-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made in DATA_DIR once, for its owner only', () => {
    const read = () => readServiceConfig({ ...service, DATA_DIR: join(folder, 'data') }).appSecret;
    const made = read();
    expect(made.length).toBeGreaterThanOrEqual(32);
    expect(read()).toBe(made);
    const file = join(folder, 'data', 'app-secret');
    expect(readFileSync(file, 'utf8').trim()).toBe(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the environment of migrate', () => {
  it('needs the owner of the database and nothing else', () => {
    expect(readMigrateConfig({ DATABASE_OWNER_URL: ownerUrl }).databaseOwnerUrl).toBe(ownerUrl);
    expect(() => readMigrateConfig({ DATABASE_URL: databaseUrl })).toThrow(/^DATABASE_OWNER_URL is missing/);
  });
});

describe('the environment of npm start', () => {
  it('may be empty', () => {
    expect(readDevConfig({})).toMatchObject({
      database: undefined,
      postgresPort: 54_329,
      temporalAddress: undefined,
      temporalPort: 7233,
      temporalUiPort: 8233,
      smtpUrl: undefined,
      smtpPort: 1025,
      mailUiPort: 1080,
      port: 3000,
    });
  });

  it('follows PORT with the public address', () => {
    expect(readDevConfig({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000');
    expect(readDevConfig({ PUBLIC_URL: 'https://itsm.example/' }).publicUrl).toBe('https://itsm.example');
  });

  it('takes a database of somebody else with both of its logins only', () => {
    const both = { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl };
    expect(readDevConfig(both).database).toEqual({ appUrl: databaseUrl, ownerUrl });
    expect(() => readDevConfig({ DATABASE_URL: databaseUrl })).toThrow(/^DATABASE_OWNER_URL is missing.*together/);
    expect(() => readDevConfig({ DATABASE_OWNER_URL: ownerUrl })).toThrow(/^DATABASE_URL is missing.*together/);
  });

  it('refuses a namespace that its own Temporal server would not have', () => {
    expect(() => readDevConfig({ TEMPORAL_NAMESPACE: 'itsm' })).toThrow(
      /^TEMPORAL_NAMESPACE is set without TEMPORAL_ADDRESS/,
    );
    expect(readDevConfig({ TEMPORAL_NAMESPACE: 'itsm', TEMPORAL_ADDRESS: 'temporal:7233' }).temporalNamespace).toBe(
      'itsm',
    );
  });
});
