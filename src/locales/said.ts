import { isMessageKey } from './catalogue.ts';
import type { Message } from './message.ts';
import type { Translator } from './translator.ts';

/** The words of a text. A sentence that is no key is shown as it is. */
export function said({ t }: Pick<Translator, 't'>, text: string | Message): string {
  return typeof text !== 'string' || isMessageKey(text) ? t(text) : text;
}
