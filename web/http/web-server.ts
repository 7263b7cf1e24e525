import { createServer, type RequestListener, type Server } from 'node:http';

/** How long a client may take, in ms. */
export type ClientPatience = Readonly<{
  /** To send the head of a request. */
  head: number;
  /** To send all of a request. */
  request: number;
  /** To send or take anything while it is the client's turn. */
  silence: number;
  /** To take a whole answer that is ready. One that is still being produced, such as an export, does not count. */
  answer: number;
}>;

const usual: ClientPatience = { head: 10_000, request: 30_000, silence: 60_000, answer: 60_000 };

/** How often connections are checked, in ms: they may be cut off this much later. */
const lookEvery = 5000;

/**
 * The HTTP server of the web process. Clients that send or read so slowly that they would hold memory and a connection
 * for long are cut off.
 */
export function createWebServer(answer: RequestListener, patience: Partial<ClientPatience> = {}): Server {
  const { head, request, silence, answer: taken } = { ...usual, ...patience };
  const server = createServer({
    headersTimeout: Math.min(head, request),
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(lookEvery, head, request),
  });
  // No byte in either direction: the socket is destroyed, because nobody listens for 'timeout'.
  server.timeout = silence;
  server.on('request', (_request, response) => {
    response.once('prefinish', () => {
      // The whole answer is handed over; the rest of it waits for the client to read.
      const late = setTimeout(() => response.destroy(), taken).unref();
      response.once('close', () => clearTimeout(late));
    });
  });
  server.on('request', answer);
  return server;
}
