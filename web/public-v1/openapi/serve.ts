import type { Middleware } from 'koa';
import type { PageState, WebConfig } from '../../http/context.ts';
import { answerOtherMethod } from '../dispatch.ts';
import type { ApiRoute } from '../route.ts';
import { openApiDocument } from './document.ts';

/** Serves the description of the API to everybody, without a key. */
export function serveOpenApi(path: string, routes: readonly ApiRoute[], config: WebConfig): Middleware<PageState> {
  const text = JSON.stringify(openApiDocument(routes, config), null, 2);
  return async (ctx, next) => {
    if (ctx.path !== path) return next();
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return answerOtherMethod(ctx, ['GET', 'HEAD']);
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'application/json';
    ctx.body = text;
  };
}
