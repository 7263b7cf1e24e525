import type { MessageValues, Text } from '../../src/locales/message.ts';
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
export function flash<Name extends string>(messages: Readonly<Record<Name, FlashText<Text>>>) {
  const nameIn = (ctx: PageContext): Name | null => {
    const { done } = ctx.query;
    return typeof done === 'string' && Object.hasOwn(messages, done) ? (done as Name) : null;
  };
  return {
    /** The message that the page's address names, in the reader's language and with these values, or null. */
    flashIn(ctx: PageContext, values: MessageValues = {}): FlashMessage | null {
      const name = nameIn(ctx);
      if (name === null) return null;
      const { t } = ctx.state.translator;
      const message: FlashText<Text> = messages[name];
      return isText(message) ? t(message, values) : { kind: message.kind, text: t(message.text, values) };
    },
    /** The name of the message that the page's address names, or null. */
    nameIn,
    /** Redirects to the page at `path`, which then shows the message called `done`; a fragment of `path` stays. */
    goTo(ctx: PageContext, path: string, done?: Name): void {
      const [page = '', ...fragment] = path.split(/(?=#)/);
      const asked = done === undefined ? '' : `${page.includes('?') ? '&' : '?'}done=${done}`;
      seeOther(ctx, [page, asked, ...fragment].join(''));
    },
  };
}

function isText(message: FlashText<Text>): message is Text {
  return typeof message === 'string' || 'key' in message;
}
