import { isMessageKey } from '../../src/locales/catalogue.ts';
import type { Message, Text } from '../../src/locales/message.ts';

/** A text as the message of a zod issue, which is a string: a key alone, or the text with its values as JSON. */
export function packed(text: Text): string {
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** The text in the message of a zod issue; a sentence of zod's own stays one. */
export function unpacked(message: string): string | Message {
  if (isMessageKey(message) || !message.startsWith('{"key":')) return message;
  return JSON.parse(message) as Message;
}
