import type { Middleware } from 'koa';
import { createKeyGate } from '../../src/host/api-keys/key-gate.ts';
import type { PageState, WebDeps } from '../http/context.ts';
import { authenticate } from './authenticate.ts';
import { dispatch } from './dispatch.ts';
import { limitCalls } from './limits.ts';
import { serveOpenApi } from './openapi/serve.ts';
import { problemJson } from './problem-json.ts';
import { apiRoutes } from './routes.ts';

/** Where the API lives. */
export const apiPrefix = '/public/v1';

/**
 * The pipeline of everything under `/public/v1`, apart from that of the pages: no cookie is read here, so there is no
 * cross-site form to fear either. The order of refusals: no key, no licence, too many, no such address, no sense, no permission.
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
