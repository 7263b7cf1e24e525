/** Waits for `work` and reports every `everyMs` that it is still going on: `line` gets the seconds so far. */
export async function withProgress<T>(
  say: (line: string) => void,
  line: (seconds: number) => string,
  work: Promise<T>,
  everyMs = 10_000,
): Promise<T> {
  const since = performance.now();
  const timer = setInterval(() => say(line(Math.round((performance.now() - since) / 1000))), everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
