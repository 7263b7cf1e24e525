import { env } from 'node:process';

/** What `start-servers.ts` started for this run, as the test files need it. */
export type TestServers = {
  /** Superuser of the run's PostgreSQL. */
  adminUrl: string;
  ownerPassword: string;
  appPassword: string;
  /** `host:port` of the run's Temporal dev server. */
  temporalAddress: string;
  /** The workflows, bundled once. */
  bundlePath: string;
};

const variable = 'USLIMATO_TEST_SERVERS';

/** The migrated database that those of the tests are cloned from; nobody stays connected to it. */
export const templateDatabase = 'uslimato_template';

/** The servers of this run. Throws in a test of the `unit` project, for which none are started. */
export function testServers(): TestServers {
  const text = env[variable];
  if (!text) {
    throw new Error(
      'This test runs in the `unit` project, without servers: see jest.config.js for what belongs there.',
    );
  }
  return JSON.parse(text) as TestServers;
}

/** Hands the servers over to the processes that run the test files. */
export function publishServers(servers: TestServers): void {
  env[variable] = JSON.stringify(servers);
}
