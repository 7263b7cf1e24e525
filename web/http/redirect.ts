import type { Context } from 'koa';

/** Answers with 303 See Other: the browser goes on to `path` with a GET. */
export function seeOther(ctx: Pick<Context, 'status' | 'redirect'>, path: string): void {
  ctx.status = 303;
  ctx.redirect(path);
}
