import { Agent, request } from 'node:http';

export type Answer = Readonly<{ status: number; location: string; bytes: number; body: string }>;

type Headers = Readonly<Record<string, string>>;

/** What the browser of a person sends along; `cookie` is that of a session. */
export function headersOf(cookie: string): Headers {
  return { cookie, 'sec-fetch-site': 'same-origin' };
}

/** Sends what a browser would, over connections that stay open. Addresses without a host are the product's. */
export function benchBrowser(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (method: string, path: string, headers: Headers = {}, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      const sent = request(new URL(path, url), { method, headers: { ...headers, ...form }, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? '',
            bytes: whole.length,
            body: whole.toString('utf8'),
          });
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server has closed the connection, idle for long, at the moment of its next use. Repeating is safe.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(method, path, headers, body));
        else reject(error);
      });
      sent.end(body);
    });
  return {
    send,
    get: (path: string, cookie: string) => send('GET', path, headersOf(cookie)),
    post: (path: string, cookie: string, form: Record<string, string>) =>
      send('POST', path, headersOf(cookie), new URLSearchParams(form).toString()),
    close: () => agent.destroy(),
  };
}

export type BenchBrowser = ReturnType<typeof benchBrowser>;

/** The answer, if it has this status. */
export function expectStatus(status: number, answer: Answer): Answer {
  if (answer.status === status) return answer;
  throw new Error(`Expected ${status}, got ${answer.status} ${answer.location} ${answer.body.slice(0, 500)}`);
}
