import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Middleware } from 'koa';
import { Problem } from './errors.ts';

/**
 * The style sheet, the scripts and the site's icon, read once at start; their addresses carry a digest of their
 * content.
 */
export type StaticFiles = Readonly<{
  /** The address of a file by its plain name: `app.css`, `app.js`, `favicon.svg`. Throws on any other. */
  url(name: string): string;
  serve: Middleware;
}>;

type File = Readonly<{ type: string; plain: Buffer; brotli: Buffer; url: string }>;

const folder = fileURLToPath(new URL('../static', import.meta.url));

/** Reads everything that `/static/` serves. The layers of the style sheet are ordered in its first file. */
export function loadStaticFiles(): StaticFiles {
  const files: Record<string, File> = {
    'app.css': fileOf('app.css', 'text/css; charset=utf-8', styleSheet()),
    'app.js': fileOf('app.js', 'text/javascript; charset=utf-8', scripts()),
    'favicon.svg': fileOf('favicon.svg', 'image/svg+xml', readFileSync(join(folder, 'favicon.svg'))),
  };
  const byUrl = new Map(Object.values(files).map((file) => [file.url, file]));
  return {
    url: (name) => {
      const file = files[name];
      if (file === undefined) throw new Error(`No file is called ${name}`);
      return file.url;
    },
    serve: async (ctx, next) => {
      if (!ctx.path.startsWith('/static/')) return next();
      const file = byUrl.get(ctx.path);
      if (file === undefined || !['GET', 'HEAD'].includes(ctx.method)) throw new Problem(404, 'not_found');
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
      ctx.vary('Accept-Encoding');
      ctx.type = file.type;
      const brotli = ctx.acceptsEncodings('br', 'identity') === 'br';
      if (brotli) ctx.set('Content-Encoding', 'br');
      ctx.body = brotli ? file.brotli : file.plain;
    },
  };
}

/** One sheet, the layers first, without comments and indentation. */
function styleSheet(): Buffer {
  const names = namesIn('css').toSorted((a, b) => Number(b === 'layers.css') - Number(a === 'layers.css'));
  const source = names.map((name) => readFileSync(join(folder, 'css', name), 'utf8')).join('');
  return Buffer.from(source.replace(/\/\*[^]*?\*\//g, '').replace(/^\s+/gm, ''));
}

/** Each file in a scope of its own, like a module. */
function scripts(): Buffer {
  const files = namesIn('js').map((name) => readFileSync(join(folder, 'js', name), 'utf8'));
  return Buffer.from(files.map((file) => `{\n${file}}\n`).join(''));
}

function namesIn(part: 'css' | 'js'): string[] {
  return readdirSync(join(folder, part))
    .filter((name) => name.endsWith(`.${part}`))
    .toSorted();
}

function fileOf(name: string, type: string, plain: Buffer): File {
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
  const [base, extension] = name.split('.');
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return { type, plain, brotli, url: `/static/${base}-${digest}.${extension}` };
}
