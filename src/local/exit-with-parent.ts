/** How long `stop` may take once the parent is gone, in ms. */
const GRACE = 10_000;

/**
 * For a service's main: when the process that forked this one is gone (even by SIGKILL), runs `stop` and exits.
 * Does nothing in a process that was not forked.
 */
export function exitWithParent(stop: () => Promise<void>): void {
  if (!process.connected) return;
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), GRACE).unref();
    void stop().finally(() => process.exit(0));
  });
  // Listening alone would keep this process alive after its work is done.
  process.channel?.unref();
}
