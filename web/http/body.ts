import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';
import { Problem } from './errors.ts';

const parse = bodyParser({
  enableTypes: ['form'],
  formLimit: '256kb',
  parsedMethods: ['POST'],
  onError: (error) => {
    throw isUndecodable(error) ? new Problem(400, 'malformed', { cause: error }) : error;
  },
});

/** Reads the body of a form: `application/x-www-form-urlencoded`, at most 256 KiB. Anything else is 415, more is 413. */
export function formBody(): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.get('Content-Length') !== '0' && ctx.request.is('urlencoded') === false) {
      throw new Problem(415, 'unsupported_media_type');
    }
    await parse(ctx, next);
  };
}

/** A body that is not what its Content-Encoding says: zlib's error codes begin with `Z_`, Brotli's with `ERR__ERROR_`. */
function isUndecodable(error: Error): boolean {
  return 'code' in error && /^(Z_|ERR__ERROR_)/.test(String(error.code));
}
