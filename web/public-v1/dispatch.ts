import type { Context, Middleware } from 'koa';
import { may } from '../../src/domain/actor.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import type { PageState } from '../http/context.ts';
import { message } from '../../src/locales/message.ts';
import { Problem } from '../http/errors.ts';
import { parseBody, parseHeaders, parseQuery } from './parse.ts';
import { readJson } from './read-body.ts';
import type { ApiRoute } from './route.ts';

/**
 * Answers the request of a known key by the table: parse, permit, handle. A path that is not in the table gives 404, a
 * method 405.
 */
export function dispatch(prefix: string, routes: readonly ApiRoute[]): Middleware<PageState> {
  const lines = routes.map((route) => ({ route, pattern: patternOf(prefix + route.path) }));
  return async (ctx) => {
    const here = lines.filter(({ pattern }) => pattern.test(ctx.path));
    if (here.length === 0) throw new Problem(404, 'not_found', { detail: 'api.address_unknown' });
    const found = here.find(({ route }) => route.method === (ctx.method === 'HEAD' ? 'GET' : ctx.method));
    if (found === undefined) return answerOtherMethod(ctx, methodsOf(here.map(({ route }) => route)));
    const { route, pattern } = found;
    const { caller, now } = ctx.state;
    if (caller === null) throw new Error('A request without a key came as far as the table');
    const query = parseQuery(ctx, route.query);
    const headers = parseHeaders(ctx, route.headers);
    const body = route.body === undefined ? undefined : parseBody(ctx, await readJson(ctx), route.body);
    permit(caller, route);
    const params = Object.fromEntries(Object.entries(pattern.exec(ctx.path)?.groups ?? {}).map(decoded));
    const answer = await route.handle({ caller, now, params, query, headers, body });
    ctx.status = answer.status;
    ctx.set({ ...answer.headers });
    if (answer.body !== undefined) ctx.body = answer.body;
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decoded([name, value]: [string, string]): [string, string] {
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return [name, ''];
  }
}

function methodsOf(routes: readonly ApiRoute[]): string[] {
  return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** OPTIONS lists the methods; any other unknown method is refused with the same list. */
export function answerOtherMethod(ctx: Context, methods: readonly string[]): void {
  const Allow = [...methods, 'OPTIONS'].join(', ');
  if (ctx.method !== 'OPTIONS') throw new Problem(405, 'method_not_allowed', { headers: { Allow } });
  ctx.set({ Allow });
  ctx.status = 204;
}

function permit({ scopes, actor }: ApiCaller, { scope, permission }: ApiRoute): void {
  if (!scopes.includes(scope)) {
    throw new Problem(403, 'forbidden', {
      detail: message('api.scope_missing', { scope }),
      headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
    });
  }
  if (permission !== undefined && !may(actor, permission)) {
    const detail = message('api.permission_missing', { permission });
    throw new Problem(403, 'forbidden', { detail });
  }
}
