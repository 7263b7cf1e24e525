import { describe, expect, it } from '@jest/globals';
import { readStartOptions, usage, UsageError } from '../../src/local/start-options.ts';

const none = { watch: false, reset: false, yes: false, help: false };

describe('the arguments of npm start', () => {
  it.each([
    [[], {}],
    [['--watch'], { watch: true }],
    [['--reset'], { reset: true }],
    [['--yes', '--reset'], { reset: true, yes: true }],
    [['--watch', '--reset', '--reset'], { watch: true, reset: true }],
    [['--help'], { help: true }],
  ])('%j mean %j', (args, meant) => {
    expect(readStartOptions(args)).toEqual({ ...none, ...meant });
  });

  it.each([['--rest'], ['reset'], ['--reset=yes'], ['-y'], ['--'], [''], ['--constructor']])(
    'refuses %j, and shows what can be asked for',
    (arg) => {
      const read = () => readStartOptions(['--reset', arg, '--help']);
      expect(read).toThrow(UsageError);
      expect(read).toThrow(`${arg} is not an option.\n\n${usage}`);
    },
  );

  it('refuses --yes where nothing is deleted', () => {
    expect(() => readStartOptions(['--yes'])).toThrow(/^--yes goes with --reset only\.\n\nUsage: npm start/);
  });

  it('are all explained', () => {
    for (const name of Object.keys(none)) expect(usage).toContain(`\n  --${name} `);
  });
});
