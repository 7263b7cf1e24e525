import { Agent, request } from 'node:http';

export type Answer = Readonly<{ status: number; location: string; bytes: number }>;

/** Sends what a browser would, over connections that stay open. `cookie` is that of a session. */
export function benchBrowser(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (method: string, path: string, cookie: string, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      const sent = request(`${url}${path}`, { method, headers, agent }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', bytes }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    get: (path: string, cookie: string) => send('GET', path, cookie),
    post: (path: string, cookie: string, form: Record<string, string>) =>
      send('POST', path, cookie, new URLSearchParams(form).toString()),
    close: () => agent.destroy(),
  };
}

export type BenchBrowser = ReturnType<typeof benchBrowser>;
