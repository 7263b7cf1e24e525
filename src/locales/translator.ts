import { type Formats, IntlMessageFormat } from 'intl-messageformat';
import { catalogues } from './catalogue.ts';
import { escapeHtml, escapeLiterals } from './escape-html.ts';
import { intlTag, type Locale } from '../domain/locale.ts';
import { isolated } from './isolated.ts';
import type { Message, MessageValue, MessageValues, Sentence, Text } from './message.ts';

/** The address of a link in a text, or what makes HTML of the HTML inside the tag. */
export type Tag = string | ((inner: string) => string);

/** Puts texts, numbers and dates into one language and time zone. */
export type Translator = Readonly<{
  locale: Locale;
  /** IANA name of the reader's time zone. */
  timeZone: string;
  /** The text in plain words. Values that are texts themselves are translated too. */
  t(text: Sentence, values?: MessageValues): string;
  /**
   * The text as HTML, its words and values escaped. `<b>`, `<code>` and `<em>` are there; other tags of the message are
   * links to these addresses, or what these functions make of them.
   */
  html(text: Text, values?: MessageValues, tags?: Readonly<Record<string, Tag>>): string;
  /** A whole number with its separators: 12,500 and 12.500. */
  number(n: number): string;
  /** "a, b and c". */
  list(items: readonly string[]): string;
  /** A date, a time or both, by a format of `dateFormats`. */
  date(at: Date, format: DateFormat): string;
}>;

/**
 * How dates are shown: "28 Nov", "28 Nov 2026", "28 November 2026", "November 2026", "28 Nov 2026, 14:05", "14:05";
 * `instant` names the time zone, for a reader who may be elsewhere: "28 November 2026 at 14:05 CET". A calendar day is one
 * of UTC, the same for every reader.
 */
const dateFormats = {
  day: { day: 'numeric', month: 'short' },
  day_year: { day: 'numeric', month: 'short', year: 'numeric' },
  calendar_day: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  long_day: { day: 'numeric', month: 'long' },
  long_day_year: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long' },
  month_year: { month: 'long', year: 'numeric' },
  whole: { dateStyle: 'medium', timeStyle: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  instant: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

export type DateFormat = keyof typeof dateFormats;

const translators = new Map<string, Translator>();

/** The translator for a language and a time zone (IANA name); made once per process. */
export function translatorFor(locale: Locale, timeZone = 'UTC'): Translator {
  const key = `${locale} ${timeZone}`;
  const translator = translators.get(key) ?? createTranslator(locale, timeZone);
  translators.set(key, translator);
  return translator;
}

type Compiled = Readonly<{ format(values: Record<string, unknown>): unknown }>;

function createTranslator(locale: Locale, timeZone: string): Translator {
  const tag = intlTag[locale];
  const numbers = new Intl.NumberFormat(tag);
  const lists = new Intl.ListFormat(tag);
  const dates = Object.fromEntries(
    Object.entries(dateFormats).map(([name, format]) => [name, { timeZone, ...format }]),
  ) as Record<DateFormat, Intl.DateTimeFormatOptions>;
  const formatters = new Map<DateFormat, Intl.DateTimeFormat>();
  // Message format calls both a date and a time by names of its own.
  const formats = { date: dates, time: dates } as unknown as Partial<Formats>;
  const asText = new Map<string, Compiled>();
  const asHtml = new Map<string, Compiled>();

  const compile = (text: string, how: 'text' | 'html'): Compiled => {
    if (how === 'text') return new IntlMessageFormat(text, tag, formats, { ignoreTag: true });
    return new IntlMessageFormat(escapeLiterals(new IntlMessageFormat(text, tag, formats).getAst()), tag, formats);
  };

  const compiled = (key: string, how: 'text' | 'html'): Compiled => {
    const cache = how === 'text' ? asText : asHtml;
    const found = cache.get(key) ?? compile(textOf(key), how);
    cache.set(key, found);
    return found;
  };

  const textOf = (key: string): string => {
    const text = catalogues[locale][key] ?? catalogues.en[key];
    if (text === undefined) throw new Error(`There is no text called ${key}.`);
    return text;
  };

  const t = (text: Sentence, more: MessageValues = {}): string => {
    if (typeof text === 'object' && 'verbatim' in text) return text.verbatim;
    const { key, values = {} } = messageOf(text);
    return String(compiled(key, 'text').format(valuesOf({ ...values, ...more }, plain)));
  };

  const plain = (value: MessageValue): unknown => {
    if (isMessage(value)) return t(value);
    return typeof value === 'string' ? isolated(value) : value;
  };
  const escaped = (value: MessageValue): unknown => {
    const shown = plain(value);
    return typeof shown === 'string' ? escapeHtml(shown) : shown;
  };

  return {
    locale,
    timeZone,
    t,
    html(text, more = {}, tags = {}) {
      const { key, values = {} } = messageOf(text);
      const given = { ...valuesOf({ ...values, ...more }, escaped), ...usualTags, ...tagsOf(tags) };
      const html = compiled(key, 'html').format(given);
      return Array.isArray(html) ? html.join('') : String(html);
    },
    number: (n) => numbers.format(n),
    list: (items) => lists.format(items),
    date(at, format) {
      const formatter = formatters.get(format) ?? new Intl.DateTimeFormat(tag, dates[format]);
      formatters.set(format, formatter);
      return formatter.format(at);
    },
  };
}

function messageOf(text: Text): Message {
  return typeof text === 'string' ? { key: text } : text;
}

function isMessage(value: MessageValue): value is Message {
  return typeof value === 'object' && value !== null && 'key' in value;
}

function valuesOf(values: MessageValues, show: (value: MessageValue) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, show(value)]));
}

type Chunks = readonly string[];

const element = (name: string) => (inner: Chunks) => `<${name}>${inner.join('')}</${name}>`;
const usualTags = { b: element('b'), code: element('code'), em: element('em') };

function tagsOf(tags: Readonly<Record<string, Tag>>): Record<string, (inner: Chunks) => string> {
  return Object.fromEntries(
    Object.entries(tags).map(([name, tag]) => [
      name,
      (inner: Chunks) =>
        typeof tag === 'string' ? `<a href="${escapeHtml(tag)}">${inner.join('')}</a>` : tag(inner.join('')),
    ]),
  );
}
