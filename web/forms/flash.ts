import { said } from '../../src/locales/said.ts';
import type { PageContext } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';

/** What a form has done, as /page/views/flash shows it: a sentence alone is a success. */
export type FlashMessage = string | Readonly<{ kind: 'success' | 'info' | 'warning'; text: string }>;

/**
 * The texts with which forms report what they have done, by their keys, on the page that they redirect to. The page's
 * address names the text (`?done=`), which is never taken from the address.
 */
export function flash<Name extends string>(messages: Readonly<Record<Name, FlashMessage>>) {
  return {
    /** What the page's address names, in the reader's language, or null. */
    flashIn(ctx: PageContext): FlashMessage | null {
      const { done } = ctx.query;
      if (typeof done !== 'string' || !Object.hasOwn(messages, done)) return null;
      const { translator } = ctx.state;
      const found: FlashMessage = messages[done as Name];
      return typeof found === 'string'
        ? said(translator, found)
        : { kind: found.kind, text: said(translator, found.text) };
    },
    /** Redirects to the page at `path`, which then shows the text called `done`. */
    goTo(ctx: PageContext, path: string, done?: Name): void {
      seeOther(ctx, done === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}done=${done}`);
    },
  };
}
