import { expect } from '@jest/globals';
import { z } from 'zod';
import { openApiDocument } from '../../web/public-v1/openapi/document.ts';
import type { ApiRoute } from '../../web/public-v1/route.ts';
import { apiRoutes } from '../../web/public-v1/routes.ts';
import type { comment } from '../../web/public-v1/schemas/comment.ts';
import type { event } from '../../web/public-v1/schemas/event.ts';
import { problem } from '../../web/public-v1/schemas/problem.ts';
import type { ticket } from '../../web/public-v1/schemas/ticket.ts';
import type { TestWeb } from './web.ts';

type Ambiguous = Readonly<{
  type: string;
  status: string | number;
  solution: unknown;
  details: Record<string, unknown>;
}>;
type Plain<Schema extends z.ZodType> = Omit<z.output<Schema>, keyof Ambiguous>;

/** A thing of a list; a test reads the fields of the kind that it has asked for. */
export type ApiItem = Plain<typeof ticket> & Plain<typeof comment> & Plain<typeof event> & Ambiguous;

/** What the API can carry: a thing, a page of things or a problem. */
export type ApiBody = ApiItem & Plain<typeof problem> & Readonly<{ data: ApiItem[]; next: string | null }>;

export type ApiReply = Readonly<{ status: number; headers: Headers; text: string; body: ApiBody }>;

type Init = Readonly<{ headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> | ReadableStream }>;

/** Speaks to the API by a key, or without one. Every answer is held against the document that clients read. */
export type ApiClient = Readonly<{
  get(path: string, headers?: Record<string, string>): Promise<ApiReply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<ApiReply>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<ApiReply>;
  /** Anything else, as it stands. */
  send(method: string, path: string, init?: Init): Promise<ApiReply>;
}>;

/** A client of the API under `web`. */
export function apiClient(web: Pick<TestWeb, 'url' | 'deps'>, key: Readonly<{ key: string }> | null): ApiClient {
  const routes = apiRoutes(web.deps);
  const { paths } = openApiDocument(routes, web.deps.config);
  const authorization: Record<string, string> = key === null ? {} : { Authorization: `Bearer ${key.key}` };

  const send: ApiClient['send'] = async (method, path, { headers = {}, ...init } = {}) => {
    const response = await fetch(`${web.url}/public/v1${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...init,
      redirect: 'manual',
    });
    const text = await response.text();
    const reply = {
      status: response.status,
      headers: response.headers,
      text,
      body: (text && JSON.parse(text)) as ApiBody,
    };
    const route = routes.find((line) => line.method === method && matches(line, path));
    expectAsDocumented(reply, route, route && paths[route.path]?.[method.toLowerCase()]?.responses);
    return reply;
  };
  const sendJson =
    (method: string) =>
    (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(method, path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: sendJson('POST'),
    patch: sendJson('PATCH'),
  };
}

function matches({ path }: ApiRoute, asked: string): boolean {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked.replace(/\?.*$/s, ''));
}

function expectAsDocumented(
  { status, headers, text, body }: ApiReply,
  route: ApiRoute | undefined,
  responses: Readonly<Record<string, unknown>> | undefined,
): void {
  expect(headers.get('X-Request-Id')).not.toBeNull();
  expect(headers.getSetCookie()).toEqual([]);
  if (responses !== undefined) expect(Object.keys(responses)).toContain(String(status));
  if (text === '') return;
  const schema = status < 400 ? route?.answer : problem;
  expect(headers.get('Content-Type')).toBe(
    status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json',
  );
  const parsed = schema?.safeParse(body);
  if (parsed?.success === false) throw new Error(`${text}\nis not as documented: ${z.prettifyError(parsed.error)}`);
  if (status >= 400) expect([body.status, body.request_id]).toEqual([status, headers.get('X-Request-Id')]);
}
