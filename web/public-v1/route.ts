import type { z } from 'zod';
import type { ApiScope } from '../../src/domain/api-scopes.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import type { ProblemCode } from '../http/errors.ts';

/** A request that has passed: its caller, and its parts as parsed by the line's schemas. */
export type ApiRequest<Query = unknown, Headers = unknown, Body = unknown> = Readonly<{
  caller: ApiCaller;
  /** The instant at which the whole request is judged. */
  now: Date;
  /** The path parameters, such as the id in `/tickets/{id}`. */
  params: Readonly<Record<string, string>>;
  query: Query;
  headers: Headers;
  body: Body;
}>;

export type ApiAnswer = Readonly<{
  status: 200 | 201 | 304;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}>;

/** What the reference says about a line of the API. */
export type LineTexts = Readonly<{ id: string; summary: string; text: string }>;

type Line<Query extends z.ZodObject, Headers extends z.ZodObject, Body extends z.ZodType> = Readonly<{
  scope: ApiScope;
  /** Required in addition to what the rules of a ticket require; callers without it get 403. */
  permission?: Permission;
  query: Query;
  headers: Headers;
  body?: Body;
  /** The schema and the status of a success. */
  answer: z.ZodType;
  status: 200 | 201;
  refusals: readonly ProblemCode[];
  texts: LineTexts;
  handle(request: ApiRequest<z.output<Query>, z.output<Headers>, z.output<Body>>): Promise<ApiAnswer>;
}>;

/**
 * One line of the API's table: what it answers, for which scope, by which schemas (which validate and document), and
 * how.
 */
export type ApiRoute = Line<z.ZodObject, z.ZodObject, z.ZodType> &
  Readonly<{ method: 'GET' | 'POST' | 'PATCH'; path: string }>;

/** Creates a line; its handler gets what its schemas parse. */
export function line<Query extends z.ZodObject, Headers extends z.ZodObject, Body extends z.ZodType = z.ZodUndefined>(
  method: ApiRoute['method'],
  path: string,
  about: Line<Query, Headers, Body>,
): ApiRoute {
  return { method, path, ...about };
}
