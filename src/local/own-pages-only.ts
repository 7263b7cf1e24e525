import type { IncomingMessage, Server } from 'node:http';

/**
 * Makes a server on the loopback interface answer only its own pages. Otherwise any site that somebody visits on this
 * machine could read from it, by a cross-origin request or by a name of its own that resolves to 127.0.0.1 (DNS
 * rebinding). The server's existing listeners receive only allowed requests, without their origin, so that they grant
 * nothing to other origins.
 */
export function answerOwnPagesOnly(server: Server): void {
  for (const event of ['request', 'upgrade'] as const) {
    const listeners = server.listeners(event);
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, ...rest: [Refusable, ...unknown[]]) => {
      if (!isOwn(request)) return refuse(rest[0]);
      delete request.headers.origin;
      for (const listener of listeners) listener.call(server, request, ...rest);
    });
  }
}

type Refusable = Readonly<{ end(text: string): unknown; writeHead?: (status: number) => unknown }>;

function isOwn({ headers }: IncomingMessage): boolean {
  const host = URL.parse(`http://${headers.host}`);
  if (host === null || !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(host.hostname)) return false;
  if (headers.origin !== undefined && headers.origin !== host.origin) return false;
  // Links that lead here may be followed; anything else must be requested by one of our own pages, or by no page at
  // all.
  const site = headers['sec-fetch-site'] ?? 'none';
  return site === 'none' || site === 'same-origin' || headers['sec-fetch-mode'] === 'navigate';
}

/** The response to a request, or the raw socket of an upgrade. */
function refuse(answer: Refusable): void {
  if (answer.writeHead === undefined) return void answer.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  answer.writeHead(403);
  answer.end('Only pages of this very address are answered.\n');
}
