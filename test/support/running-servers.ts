import process from 'node:process';

/** Something that lives as long as the run. */
export type RunningServer = {
  /** Ends it in good order. */
  stop?(): Promise<void>;
  /** Ends it at once, synchronously: the last resort when Jest itself is being ended. */
  kill(): void;
};

const running: RunningServer[] = [];

/** Sees to it that `server` ends with the run: in `endServers`, or when Jest is interrupted. */
export function endWithTheRun(server: RunningServer): void {
  if (running.length === 0) {
    // The servers are in process groups of their own: Ctrl-C does not reach them.
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
    process.once('exit', () => {
      for (const each of running.toReversed()) each.kill();
    });
  }
  running.push(server);
}

/** Ends everything, the newest first. */
export async function endServers(): Promise<void> {
  for (let server = running.pop(); server; server = running.pop()) await (server.stop ? server.stop() : server.kill());
}
