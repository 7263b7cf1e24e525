import type { MessageKey } from './catalogue.ts';

/** What is put into a text by name: a value, or another text of the catalogue. */
export type MessageValue = string | number | Date | null | Message;
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A text that is still to be put into the reader's language. */
export type Message = Readonly<{ key: MessageKey; values?: MessageValues }>;

/** A sentence that is in words already: a library's, or one that was stored before texts had keys. */
export type Verbatim = Readonly<{ verbatim: string }>;

/** A text by its key alone, or with the values that it names. */
export type Text = MessageKey | Message;

/** What is shown to a reader: a text of ours, or words that are shown as they are. */
export type Sentence = Text | Verbatim;

/** A text with values, for whoever does not know the reader. */
export function message(key: MessageKey, values: MessageValues = {}): Message {
  return { key, values };
}
