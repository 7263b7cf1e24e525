import type { PageContext } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';

/** What a form has done, as /page/views/flash shows it: a sentence alone is a success. */
export type FlashMessage = string | Readonly<{ kind: 'success' | 'info' | 'warning'; text: string }>;

/**
 * The messages with which forms report what they have done, on the page that they redirect to. The page's address names
 * the message (`?done=`); its text is never taken from the address.
 */
export function flash<Name extends string>(messages: Readonly<Record<Name, FlashMessage>>) {
  return {
    /** The message that the page's address names, or null. */
    flashIn(ctx: PageContext): FlashMessage | null {
      const { done } = ctx.query;
      return typeof done === 'string' && Object.hasOwn(messages, done) ? messages[done as Name] : null;
    },
    /** Redirects to the page at `path`, which then shows the message called `done`. */
    goTo(ctx: PageContext, path: string, done?: Name): void {
      seeOther(ctx, done === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}done=${done}`);
    },
  };
}
