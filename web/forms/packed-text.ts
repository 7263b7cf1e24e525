import { isMessageKey } from '../../src/locales/catalogue.ts';
import type { Message, Sentence, Text } from '../../src/locales/message.ts';

const beginning = '{"key":';

/** A text as the message of a zod issue, which is a string: a key alone, or a key with its values as JSON. */
export function packed(text: Text): string {
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** The text in the message of a zod issue. One of zod's own stays the sentence that it is. */
export function unpacked(message: string): Sentence {
  if (isMessageKey(message)) return message;
  return message.startsWith(beginning) ? (JSON.parse(message) as Message) : { verbatim: message };
}
