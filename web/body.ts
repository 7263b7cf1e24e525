import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';
import { Problem } from './errors.ts';

const parse = bodyParser({ enableTypes: ['form'], formLimit: '256kb', parsedMethods: ['POST'] });

/** Reads the body of a form: `application/x-www-form-urlencoded`, at most 256 KiB. Anything else is 415, more is 413. */
export function formBody(): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.get('Content-Length') !== '0' && ctx.request.is('urlencoded') === false) {
      throw new Problem(415, 'unsupported_media_type');
    }
    await parse(ctx, next);
  };
}
