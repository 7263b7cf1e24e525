import { endServers } from './running-servers.ts';

/** Jest's globalTeardown of the `system` project. */
export default function stopServers(): Promise<void> {
  return endServers();
}
