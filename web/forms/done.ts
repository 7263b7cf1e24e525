import type { PageContext } from '../http/context.ts';

/**
 * How forms tell what they have done: on the page that they lead to, by a name in its address (`?done=`). The words are
 * ours, never the address's.
 */
export function telling<const Words extends Readonly<Record<string, unknown>>>(words: Words) {
  return {
    /** What the page's address asks to be told, or null. */
    doneIn(ctx: PageContext): Words[keyof Words] | null {
      const { done } = ctx.query;
      return typeof done === 'string' && Object.hasOwn(words, done) ? (words[done] as Words[keyof Words]) : null;
    },
    /** Leads to the page at `path`, which then says what was done. */
    goTo(ctx: PageContext, path: string, done?: keyof Words & string): void {
      ctx.status = 303;
      ctx.redirect(done === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}done=${done}`);
    },
  };
}
