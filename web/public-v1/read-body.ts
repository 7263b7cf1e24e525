import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { message } from '../../src/locales/message.ts';
import { Problem } from '../http/errors.ts';
import { repeatedField } from './repeated-field.ts';

/** The largest body that is read, in bytes. */
const bodyLimit = 256 * 1024;

/**
 * The JSON of a request: UTF-8, not compressed, at most 256 KiB. Another media type gives 415, a larger body 413;
 * invalid JSON and a repeated field give 400 (parsers disagree on which of two values counts, RFC 8259).
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (!isJson(ctx) || !['', 'identity'].includes(ctx.get('Content-Encoding').toLowerCase())) {
    throw new Problem(415, 'unsupported_media_type', { headers: { Accept: 'application/json' } });
  }
  const text = decode(await readBytes(ctx.req).catch(brokenOff));
  const value = parse(text);
  const repeated = repeatedField(text);
  if (repeated !== null) {
    throw new Problem(400, 'repeated_field', {
      parts: [{ pointer: repeated, detail: 'api.field.repeated' }],
    });
  }
  return value;
}

function isJson(ctx: Context): boolean {
  const [type = '', ...parameters] = ctx.get('Content-Type').toLowerCase().split(';');
  return type.trim() === 'application/json' && parameters.every((each) => /^\s*(charset="?utf-8"?)?\s*$/.test(each));
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Destroying the stream would close the connection before the answer is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > bodyLimit) throw new Problem(413, 'too_large', { headers: { Connection: 'close' } });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** A client that hangs up halfway through a body is not a fault of ours. */
function brokenOff(error: unknown): never {
  throw error instanceof Problem ? error : new Problem(400, 'malformed_json', { cause: error });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem(400, 'malformed_json', { detail: 'api.body.not_utf8', cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the body; the place where it failed is enough.
    const place = /position \d+|end of JSON input/i.exec((cause as Error).message)?.[0];
    const detail = place === undefined ? 'api.body.not_json' : message('api.body.not_json_at', { place });
    throw new Problem(400, 'malformed_json', { detail, cause });
  }
}
