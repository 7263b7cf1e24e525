import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new StartError('This machine has no free TCP port.');
  return address.port;
}

/**
 * Makes sure that `port` of `host` can be listened on; `purpose` and `variable` are for the sentence.
 * @throws StartError when another program has it
 */
export async function expectFreePort(
  port: number,
  purpose: string,
  variable: string,
  host = '127.0.0.1',
): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${code})`;
    throw new StartError(
      `Port ${port} for ${purpose} ${why}: stop the program that has it, or set ${variable} to another port.`,
    );
  }
  server.close();
  await once(server, 'close');
}
