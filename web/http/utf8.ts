import { isUtf8 } from 'node:buffer';
import type { Middleware } from 'koa';
import { Problem } from './errors.ts';

/**
 * The names of the parts of a query string that are not UTF-8; decoding would put U+FFFD in their place. Characters
 * beyond ASCII that are not percent-encoded are among them: nobody knows which bytes they were (RFC 3986).
 */
export function partsNotUtf8(querystring: string): string[] {
  const wrong = querystring.split('&').filter((part) => /[^\u0000-\u007F]/.test(part) || !isPercentEncodedUtf8(part));
  return [...new Set(wrong.map((part) => new URLSearchParams(part).keys().next().value ?? ''))];
}

/** Whether a percent-encoded text decodes to UTF-8; a `%` that encodes nothing stands for itself. */
export function isPercentEncodedUtf8(text: string): boolean {
  const bytes = Buffer.from(text).toString('latin1');
  const decoded = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return isUtf8(Buffer.from(decoded, 'latin1'));
}

/** Refuses an address whose query is not UTF-8: the answer would be to a different question. */
export function utf8Address(): Middleware {
  return async (ctx, next) => {
    if (partsNotUtf8(ctx.querystring).length > 0)
      throw new Problem(400, 'malformed', { detail: 'page.form.address_not_utf8' });
    await next();
  };
}
