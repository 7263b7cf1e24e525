/** An answer of the application. */
export type Answer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  /** Where it leads to: path and query. */
  location: string | null;
  /** The body of a JSON answer. */
  json(): unknown;
}>;

/** Fields of a form; several values under one name are sent as several. */
export type FormFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Sends requests as a browser does: keeps cookies, sends forms as from our own pages, follows nothing by itself. */
export type Browser = Readonly<{
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, fields?: FormFields, headers?: Record<string, string>): Promise<Answer>;
  /** Anything else, as `fetch` takes it, with the cookies. */
  send(path: string, init: RequestInit): Promise<Answer>;
  /** The cookies by name, as they stand now. */
  cookies: ReadonlyMap<string, string>;
}>;

/** A browser for the site at `url`; `firstCookie` gives the `name=value` to start with, at the first request. */
export function newBrowser(url: string, firstCookie?: () => Promise<string>): Browser {
  const cookies = new Map<string, string>();
  let starting: Promise<void> | undefined;

  const start = async () => {
    if (firstCookie) keep(cookies, await firstCookie());
  };
  const send: Browser['send'] = async (path, init) => {
    await (starting ??= start());
    const headers = new Headers(init.headers);
    if (!headers.has('Accept')) headers.set('Accept', 'text/html,application/xhtml+xml,*/*;q=0.8');
    if (cookies.size > 0) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const text = await response.text();
    const { status } = response;
    return {
      status,
      headers: response.headers,
      text,
      location: response.headers.get('Location'),
      json: () => JSON.parse(text),
    };
  };
  return {
    cookies,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields = {}, headers = {}) =>
      send(path, { method: 'POST', body: encode(fields), headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } }),
  };
}

function encode(fields: FormFields): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
  }
  return body;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf('='));
  const value = pair.slice(pair.indexOf('=') + 1);
  if (value === '' || attributes.includes('Max-Age=0')) cookies.delete(name);
  else cookies.set(name, value);
}
