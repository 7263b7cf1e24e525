import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';
import { Problem } from './errors.ts';
import { isPercentEncodedUtf8 } from './utf8.ts';

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
    await parse(ctx, () => refuseOtherEncodings(ctx.request.rawBody));
    await next();
  };
}

/** What is not UTF-8 has been decoded to something else than what was sent, or not at all. */
async function refuseOtherEncodings(body: string | undefined): Promise<void> {
  if (body === undefined || (isPercentEncodedUtf8(body) && !body.includes('\uFFFD'))) return;
  throw new Problem(400, 'malformed', { detail: 'The form was not sent in UTF-8, so nothing was changed.' });
}

/** A body that is not what its Content-Encoding says: zlib's error codes begin with `Z_`, Brotli's with `ERR__ERROR_`. */
function isUndecodable(error: Error): boolean {
  return 'code' in error && /^(Z_|ERR__ERROR_)/.test(String(error.code));
}
