import type { Refusal, RefusalText } from '../domain/refusal.ts';
import { isMessageKey } from './catalogue.ts';
import type { Message } from './message.ts';

/**
 * The text of a refusal. One that comes from another release, through the histories of Temporal, may have no key or one
 * that is not known here: then the text is chosen by its code. So a text that needs other values gets another key.
 */
export function refusalText({ code, key, values }: Refusal): Message {
  if (isMessageKey(key)) return textOfDomain({ key, ...(values === undefined ? {} : { values }) });
  return { key: `refusal.code.${code}` };
}

/**
 * Words of the domain as a text: it imports nothing, so its type only says that keys begin with `refusal.`, and
 * test/locales/refusals.unit.test.ts that all of them exist.
 */
export function textOfDomain(text: RefusalText): Message {
  return text as Message;
}
