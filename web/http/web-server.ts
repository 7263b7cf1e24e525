import { createServer, type RequestListener, type Server } from 'node:http';

/** How long a client may take, in ms. */
export type ClientPatience = Readonly<{
  /** To send the head of a request. */
  head: number;
  /** To send all of a request. */
  request: number;
  /** To do anything at all while it is its turn. */
  silence: number;
  /** To take an answer that is ready, whole. One that is still being made, such as an export, does not count. */
  answer: number;
}>;

const usual: ClientPatience = { head: 10_000, request: 30_000, silence: 60_000, answer: 60_000 };

/** How often connections are looked at, in ms: so much later than its time one may be cut off. */
const lookEvery = 5000;

/**
 * The HTTP server of the web process. Whoever sends or reads so slowly that they would hold memory and a connection for
 * as long as they like is cut off.
 */
export function createWebServer(answer: RequestListener, patience: Partial<ClientPatience> = {}): Server {
  const { head, request, silence, answer: taken } = { ...usual, ...patience };
  const server = createServer({
    headersTimeout: Math.min(head, request),
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(lookEvery, head, request),
  });
  // No byte either way: the socket is destroyed, as nobody listens for 'timeout'.
  server.timeout = silence;
  server.on('request', (_request, response) => {
    response.once('prefinish', () => {
      // All of the answer is handed over; what is left of it waits for the client to read.
      const late = setTimeout(() => response.destroy(), taken).unref();
      response.once('close', () => clearTimeout(late));
    });
  });
  server.on('request', answer);
  return server;
}
