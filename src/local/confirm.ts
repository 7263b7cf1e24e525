import { createInterface } from 'node:readline/promises';

/** Asks at the terminal: "y" and "yes" are consent; anything else, and Ctrl-C, is not. Null when there is no terminal. */
export function confirmAtTerminal(): ((question: string) => Promise<boolean>) | null {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    const gone = new AbortController();
    lines.once('SIGINT', () => gone.abort()).once('close', () => gone.abort());
    try {
      return /^y(es)?$/i.test((await lines.question(question, { signal: gone.signal })).trim());
    } catch {
      // Ctrl-C, or the terminal has gone.
      return false;
    } finally {
      lines.close();
    }
  };
}
