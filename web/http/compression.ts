import compress from 'koa-compress';
import type { Middleware } from 'koa';

/**
 * Sends what was asked for (GET) compressed, where the browser takes it. Answers to forms are left as they are: they may
 * hold a secret that is shown once, beside what somebody typed (docs/decisions/020).
 */
export function compression(): Middleware {
  const compressed = compress();
  return (ctx, next) => (ctx.method === 'GET' ? compressed(ctx, next) : next());
}
