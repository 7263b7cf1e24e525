import type { Middleware } from 'koa';
import { createKeyGate } from '../../src/host/api-keys/key-gate.ts';
import type { PageState, WebDeps } from '../http/context.ts';
import { authenticate } from './authenticate.ts';
import { dispatch } from './dispatch.ts';
import { limitCalls } from './limits.ts';
import { serveOpenApi } from './openapi/serve.ts';
import { problemJson } from './problem-json.ts';
import { apiRoutes } from './routes.ts';

/** The root of the API. */
export const apiPrefix = '/public/v1';

/**
 * The pipeline of everything under `/public/v1`, separate from that of the pages: no cookie is read here, so cross-site
 * forms are no danger. The order of refusals: no key, no licence, too many calls, unknown address, invalid request, no
 * permission.
 */
export function publicApi(deps: WebDeps): Middleware<PageState>[] {
  const { orm, config } = deps;
  const routes = apiRoutes(deps);
  return [
    problemJson(config),
    serveOpenApi(`${apiPrefix}/openapi.json`, routes, config),
    authenticate(createKeyGate(orm)),
    limitCalls(orm),
    dispatch(apiPrefix, routes),
  ].map(underApi);
}

function underApi(step: Middleware<PageState>): Middleware<PageState> {
  return (ctx, next) => (ctx.path === apiPrefix || ctx.path.startsWith(`${apiPrefix}/`) ? step(ctx, next) : next());
}
