import type { Context } from 'koa';
import { z } from 'zod';
import type { Locale } from '../../src/domain/locale.ts';
import type { PageState } from '../http/context.ts';
import { Problem, type ProblemPart } from '../http/errors.ts';
import { unpacked } from '../forms/packed-text.ts';
import { partsNotUtf8 } from '../http/utf8.ts';
import { jsonPointer } from './repeated-field.ts';

/**
 * At most this many errors are reported at once: an answer about everything could be many times as long as the request.
 */
const mostParts = 100;

type Issue = z.core.$ZodIssue;

type Caller = Pick<Context, 'querystring' | 'req'> & Readonly<{ state: Pick<PageState, 'translator'> }>;

const zodLocales = { en: z.locales.en, de: z.locales.de } satisfies Readonly<Record<Locale, unknown>>;

/**
 * The query, parsed by its schema. Unknown parameters, repeated parameters and invalid values are refused, each with
 * its own code.
 */
export function parseQuery<Schema extends z.ZodType>(ctx: Caller, schema: Schema): z.output<Schema> {
  const garbled = partsNotUtf8(ctx.querystring);
  if (garbled.length > 0) {
    const parts = garbled.map((parameter) => ({ parameter, detail: 'api.parameter.not_utf8' as const }));
    throw new Problem(400, 'invalid_parameter', { parts });
  }
  const given = [...new URLSearchParams(ctx.querystring)];
  const seen = new Set<string>();
  const repeated = new Set(given.map(([name]) => name).filter((name) => seen.size === seen.add(name).size));
  if (repeated.size > 0) {
    const parts = [...repeated].map((parameter) => ({ parameter, detail: 'api.parameter.repeated' as const }));
    throw new Problem(400, 'repeated_parameter', { parts: parts.slice(0, mostParts) });
  }
  const parsed = schema.safeParse(Object.fromEntries(given), { error: messagesOf(ctx) });
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.flatMap((issue) => unknownNames(issue));
  throw new Problem(400, unknown.length > 0 ? 'unknown_parameter' : 'invalid_parameter', {
    parts: [
      ...unknown.map((parameter) => ({ parameter, detail: 'api.parameter.unknown' as const })),
      ...parameterParts(parsed.error.issues),
    ].slice(0, mostParts),
  });
}

/** The headers that the schema names, parsed by it. All others are ignored. */
export function parseHeaders<Schema extends z.ZodObject>(ctx: Caller, schema: Schema): z.output<Schema> {
  const given = Object.keys(schema.shape).map((name) => [name, ctx.req.headers[name.toLowerCase()]] as const);
  const parsed = schema.safeParse(Object.fromEntries(given.filter(([, value]) => value !== undefined)), {
    error: messagesOf(ctx),
  });
  if (parsed.success) return parsed.data;
  throw new Problem(400, 'invalid_parameter', { parts: parameterParts(parsed.error.issues) });
}

/** The body, parsed by its schema: up to a hundred invalid fields are reported at once. */
export function parseBody<Schema extends z.ZodType>(ctx: Caller, body: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(body, { error: messagesOf(ctx) });
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.flatMap((issue) =>
    unknownNames(issue).map((name) => ({
      pointer: jsonPointer([...issue.path, name]),
      detail: 'api.field.unknown' as const,
    })),
  );
  // An error of the whole body may be due to a misspelt field.
  const wrong = parsed.error.issues
    .filter((issue) => issue.code !== 'unrecognized_keys' && (unknown.length === 0 || issue.path.length > 0))
    .map((issue): ProblemPart => ({ pointer: jsonPointer(issue.path), detail: unpacked(issue.message) }));
  throw new Problem(422, unknown.length > 0 ? 'unknown_field' : 'malformed', {
    parts: [...unknown, ...wrong].slice(0, mostParts),
  });
}

function unknownNames(issue: Issue): string[] {
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}

function parameterParts(issues: readonly Issue[]): ProblemPart[] {
  return issues
    .filter((issue) => issue.code !== 'unrecognized_keys')
    .map((issue) => ({ parameter: String(issue.path[0] ?? ''), detail: unpacked(issue.message) }));
}

/** The messages where a schema has none of its own: ours for a missing value, zod's for all others. */
function messagesOf({ state }: Caller): (issue: z.core.$ZodRawIssue) => string | undefined {
  const zods = zodLocales[state.translator.locale]().localeError;
  return (issue) => {
    if (issue.input === undefined) return 'api.required';
    const zodSays = zods(issue);
    return typeof zodSays === 'string' ? zodSays : zodSays?.message;
  };
}
