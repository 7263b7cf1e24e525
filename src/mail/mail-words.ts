import { escapeHtml } from '../locales/escape-html.ts';
import type { Locale } from '../domain/locale.ts';
import type { Message, MessageValue, MessageValues, Text } from '../locales/message.ts';
import { type Translator, translatorFor } from '../locales/translator.ts';
import type { MailReader } from './facts.ts';

/** The texts of a mail in its reader's language and time zone, as its templates call them. */
export type MailWords = Readonly<{
  lang: Locale;
  t: Translator['t'];
  /** An instant (ISO 8601) in the reader's time zone, which is named: "16 November 2026 at 14:05 CET". */
  instant(at: string): string;
  /**
   * The same text as HTML: escaped, and names set apart by `<bdi>`, so that one from right to left turns nothing around
   * it. The value called `bold` is bold.
   */
  tHtml(text: Text, values?: MessageValues, bold?: string): string;
}>;

// Control characters, which no value has: `oneLine` removes them. They stand for tags until the text is escaped.
const tags: Readonly<Record<string, string>> = {
  '\u0001': '<bdi>',
  '\u0002': '</bdi>',
  '\u0003': '<b><bdi>',
  '\u0004': '</bdi></b>',
};

// Nothing in ASCII runs from right to left; the names of the options that a message selects by stay as they are.
const ascii = /^[ -~]*$/;

/**
 * The words for a reader of this language and time zone (IANA name). All zones share the texts of a language, which take
 * memory once they are compiled: dates are values of them.
 */
export function mailWords({ locale, timeZone }: MailReader): MailWords {
  const { t } = translatorFor(locale);

  const marked = (value: MessageValue, isBold: boolean): MessageValue => {
    const text = isMessage(value) ? t(value) : value;
    if (typeof text !== 'string') return text;
    if (isBold) return `\u0003${text}\u0004`;
    return ascii.test(text) ? text : `\u0001${text}\u0002`;
  };

  return {
    lang: locale,
    t,
    instant: (at) => translatorFor(locale, timeZone).date(new Date(at), 'instant'),
    tHtml(text, more = {}, bold) {
      const { key, values = {} } = typeof text === 'string' ? { key: text } : text;
      const given = Object.entries({ ...values, ...more }).map(([name, value]) => [name, marked(value, name === bold)]);
      const html = escapeHtml(t(key, Object.fromEntries(given)));
      return html.replace(/[\u0001-\u0004]/g, (mark) => tags[mark] ?? '');
    },
  };
}

function isMessage(value: MessageValue): value is Message {
  return typeof value === 'object' && value !== null && 'key' in value;
}
