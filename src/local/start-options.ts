/** What was asked for on the command line of `npm start` and `npm run dev`. */
export type StartOptions = Readonly<{
  /** Restart web and worker when their sources change. */
  watch: boolean;
  /** Delete the local data first, for a fresh demo. */
  reset: boolean;
  /** Do not ask before deleting. */
  yes: boolean;
  /** Say what can be asked for, and do nothing. */
  help: boolean;
}>;

/** The command line is not understood; the message is one sentence and the usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const usage = `Usage: npm start [-- OPTION...]
       npm run dev [-- OPTION...]   the same, but web and worker restart when a source file changes

  --reset   delete the local data first (PostgreSQL's, Temporal's, mails, logs), for a fresh demo
  --yes     with --reset: do not ask before deleting
  --watch   what npm run dev adds
  --help    show this`;

const names = ['watch', 'reset', 'yes', 'help'] as const;

/**
 * Reads the arguments that follow the program's name.
 * @throws UsageError for an argument that is unknown, or `--yes` alone
 */
export function readStartOptions(args: readonly string[]): StartOptions {
  const unknown = args.find((arg) => !names.some((name) => arg === `--${name}`));
  if (unknown !== undefined) throw new UsageError(`${unknown} is not an option.\n\n${usage}`);
  const has = (name: (typeof names)[number]): boolean => args.includes(`--${name}`);
  if (has('yes') && !has('reset')) throw new UsageError(`--yes goes with --reset only.\n\n${usage}`);
  return { watch: has('watch'), reset: has('reset'), yes: has('yes'), help: has('help') };
}
