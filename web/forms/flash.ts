import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { PageContext } from '../http/context.ts';
import { seeOther } from '../http/redirect.ts';

/** What a form has done: a sentence alone is a success. */
type FlashText<Sentence> = Sentence | Readonly<{ kind: 'success' | 'info' | 'warning'; text: Sentence }>;

/** What a form has done, in the reader's language, as /page/views/flash shows it. */
export type FlashMessage = FlashText<string>;

/**
 * The messages with which forms report what they have done, on the page that they redirect to. The page's address names
 * the message (`?done=`); its text is never taken from the address.
 */
export function flash<Name extends string>(messages: Readonly<Record<Name, FlashText<MessageKey>>>) {
  return {
    /** The message that the page's address names, in the reader's language, or null. */
    flashIn(ctx: PageContext): FlashMessage | null {
      const { done } = ctx.query;
      if (typeof done !== 'string' || !Object.hasOwn(messages, done)) return null;
      const { t } = ctx.state.translator;
      const message: FlashText<MessageKey> = messages[done as Name];
      return typeof message === 'string' ? t(message) : { kind: message.kind, text: t(message.text) };
    },
    /** Redirects to the page at `path`, which then shows the message called `done`. */
    goTo(ctx: PageContext, path: string, done?: Name): void {
      seeOther(ctx, done === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}done=${done}`);
    },
  };
}
