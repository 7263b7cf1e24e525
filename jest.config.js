// Two projects, so that `npm test -- test/domain` starts no server: Jest runs a project's globalSetup only if one of
// its files is selected. A test belongs to `unit` by its folder, or by ending in `.unit.test.ts` anywhere.
const unit = [
  'test/domain/.+\\.test\\.ts$',
  'test/(architecture|compose)\\.test\\.ts$',
  'test/support/(eventually|mailbox)\\.test\\.ts$',
  '\\.unit\\.test\\.ts$',
];

const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  restoreMocks: true,
};

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  // What a file leaves in memory stays with its worker, which spends more and more time on collecting garbage; past this
  // much a new one takes its place.
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // Long enough for a machine with two busy cores: a test that hangs is told by its own deadlines.
  testTimeout: 120_000,
  // A handle left open by a test is a fault to be found, not to be hidden by an exit.
  forceExit: false,
  reporters: ['default', '<rootDir>/test/support/totals-reporter.js'],
  projects: [
    { ...shared, displayName: 'unit', testRegex: unit },
    {
      ...shared,
      displayName: 'system',
      testRegex: '\\.test\\.ts$',
      testPathIgnorePatterns: ['/node_modules/', ...unit],
      globalSetup: '<rootDir>/test/support/start-servers.ts',
      globalTeardown: '<rootDir>/test/support/stop-servers.ts',
    },
  ],
};
