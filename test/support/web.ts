import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standardWriteLimits, type WriteLimits } from '../../src/domain/write-limits.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { openPlatformSession } from '../../src/host/identity/platform-users.ts';
import { openSession } from '../../src/host/identity/sessions.ts';
import { createPasswordJudge, type PasswordJudge } from '../../src/host/identity/password-strength.ts';
import { factorKeyFrom } from '../../src/host/identity/second-step/factor-key.ts';
import { createSignInThrottle, type ThrottleLimits } from '../../src/host/identity/sign-in-throttle.ts';
import { accountKeyFrom } from '../../src/host/identity/account-token.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import { createLogger } from '../../src/log.ts';
import { answerKeyFrom } from '../../src/mail/answer-token.ts';
import { createMailRenderer } from '../../src/mail/render.ts';
import { createApp } from '../../web/app.ts';
import { platformSessionValue } from '../../web/session/cookie.ts';
import { usesHttps, type WebConfig, type WebDeps } from '../../web/http/context.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import type { TicketGateway } from '../../src/temporal/ticket-gateway.ts';
import { testDatabase } from './databases.ts';
import { type Browser, newBrowser } from './browser.ts';
import type { TestPerson } from './people.ts';

export type TestWebOptions = Readonly<{
  /** Where writes go; without it every write is answered as when Temporal is away. */
  tickets?: Partial<TicketGateway>;
  /** What is set going beside tickets; without it Temporal is away. */
  operations?: Partial<Operations>;
  /** Instead of the database of this Jest worker. */
  databaseUrl?: string;
  /** The name in its address, in place of 127.0.0.1: passkeys need one. */
  host?: 'localhost';
  readiness?: () => Promise<string[]>;
  config?: Partial<WebConfig>;
  throttle?: Partial<ThrottleLimits>;
  writeLimits?: Partial<WriteLimits>;
  now?: () => Date;
  logLevel?: string;
}>;

export type TestWeb = Readonly<{
  /** `http://127.0.0.1:port`. */
  url: string;
  orm: Orm;
  deps: WebDeps;
  /** A browser in which this person is signed in. */
  as(person: Pick<TestPerson, 'tenantId' | 'userId'>): Browser;
  /** A browser in which somebody of the platform team is signed in. */
  asPlatform(person: { userId: string }): Browser;
  /** A browser in which nobody is signed in yet. */
  nobody(): Browser;
  close(): Promise<void>;
}>;

const testSecret = 'a secret of the tests, longer than thirty-two characters';

/** Signs the one-time links of the tests. */
export const testAccountKey = accountKeyFrom(testSecret);

/** Signs the links of the answer buttons: with the secret of the test product, so that those of its mails are good here. */
export const testAnswerKey = answerKeyFrom(testSecret);

/** Seals the second steps of the tests. */
export const testFactorKey = factorKeyFrom(testSecret);

/** The lists of passwords are loaded by the few that set one. */
let judge: PasswordJudge | undefined;
const judgePassword: PasswordJudge = (...asked) => (judge ??= createPasswordJudge())(...asked);

const away = () => Promise.reject(new Unavailable('This test has no Temporal'));

/** The web application on a free port of the loopback, with the real database and a gateway of the test's making. */
export async function startTestWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const databaseUrl = options.databaseUrl ?? (await testDatabase()).appUrl;
  const orm = await openOrm(databaseUrl, 4);
  const throttle = createSignInThrottle(databaseUrl, { perAddress: 1000, linksPerAddress: 1000, ...options.throttle });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`;
  const deps: WebDeps = {
    orm,
    throttle,
    writeLimits: { ...standardWriteLimits, ...options.writeLimits },
    tickets: { create: away, send: away, ...options.tickets },
    operations: {
      startOutbox: away,
      releaseTickets: away,
      startRelease: away,
      healTicket: away,
      runQuotaAudit: away,
      ...options.operations,
    },
    accountKey: testAccountKey,
    answerKey: testAnswerKey,
    factorKey: testFactorKey,
    judgePassword,
    renderer: createMailRenderer(),
    readiness: options.readiness ?? (async () => []),
    log: createLogger({ level: options.logLevel ?? 'silent', name: 'test' }),
    config: { publicUrl: url, temporalNamespace: 'default', trustedProxies: 0, ...options.config },
    now: options.now ?? (() => new Date()),
  };
  const answer = createApp(deps).callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    url,
    orm,
    deps,
    as: (person) => newBrowser(url, async () => `${cookieName(deps)}=${await openSession(orm, person)}`),
    asPlatform: (person) =>
      newBrowser(url, async () => {
        const id = await openPlatformSession(orm, person.userId);
        return `${cookieName(deps)}=${platformSessionValue(id)}`;
      }),
    nobody: () => newBrowser(url),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all([throttle.close(), deps.renderer.close()]);
      await orm.close();
    },
  };
}

function cookieName({ config }: WebDeps): string {
  return usesHttps(config) ? '__Host-session' : 'session';
}
