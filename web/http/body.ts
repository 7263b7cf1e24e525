import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import type { FormFields, PageState } from './context.ts';
import { Problem } from './errors.ts';
import { formTooLarge } from './form-refusal.ts';
import { isPercentEncodedUtf8 } from './utf8.ts';

/** The largest form that is accepted, in bytes: two texts of 64 KiB, encoded, and the other fields. */
const formLimit = 512 * 1024;

/** How much of a larger form is kept, to be shown again. */
const keptBytes = 1024 * 1024;

/** How much is read at all: a browser shows no answer before it has sent the whole form. */
const readBytes = 16 * 1024 * 1024;

/**
 * Reads the form of a POST: `application/x-www-form-urlencoded`, not compressed. Anything else gives 415. A form of
 * more than 512 KiB is refused, with what is kept of it (see `FormRefusal`); more than 16 MiB gives 413 at once.
 */
export function formBody(): Middleware<PageState> {
  return async (ctx, next) => {
    if (ctx.method === 'POST' && hasBody(ctx)) {
      if (!isForm(ctx)) throw new Problem(415, 'unsupported_media_type');
      const { kept, bytes } = await read(ctx.req);
      // A larger form changes nothing, and may be cut in the middle of a character.
      if (bytes <= keptBytes) refuseOtherEncodings(kept);
      ctx.state.form = fieldsIn(kept);
      if (bytes > formLimit) ctx.state.formRefusal = formTooLarge(bytes, { limit: formLimit, kept: keptBytes });
    }
    await next();
  };
}

function hasBody(ctx: Context): boolean {
  return ctx.get('Content-Length') !== '0' && ctx.request.is('urlencoded') !== null;
}

function isForm(ctx: Context): boolean {
  return ctx.request.is('urlencoded') !== false && ['', 'identity'].includes(ctx.get('Content-Encoding').toLowerCase());
}

async function read(request: IncomingMessage): Promise<{ kept: string; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Destroying the stream would close the connection before the answer is sent.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (bytes < keptBytes) chunks.push(chunk.subarray(0, keptBytes - bytes));
      bytes += chunk.length;
      if (bytes > readBytes) throw new Problem(413, 'too_large', { headers: { Connection: 'close' } });
    }
  } catch (error) {
    // A client that hangs up halfway through a form is not a fault of ours.
    throw error instanceof Problem ? error : new Problem(400, 'malformed', { cause: error });
  }
  return { kept: Buffer.concat(chunks).toString('utf8'), bytes };
}

/** Refuses forms that are not UTF-8: they would be decoded to something other than what was sent. */
function refuseOtherEncodings(encoded: string): void {
  if (isPercentEncodedUtf8(encoded) && !encoded.includes('\uFFFD')) return;
  throw new Problem(400, 'malformed', { detail: 'page.form.not_utf8' });
}

/** The fields by name, each as it was sent: one value, or a list if the name occurs more than once. */
function fieldsIn(encoded: string): FormFields {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(encoded)) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (typeof before === 'string') fields.set(name, [before, value]);
    else before.push(value);
  }
  return Object.fromEntries(fields);
}
