/** The languages that pages, mails, refusals and the API speak (R41), by ISO 639-1 code. */
export const locales = ['en', 'de'] as const;

export type Locale = (typeof locales)[number];

/** The language for somebody who has told us nothing. */
export const fallbackLocale: Locale = 'en';

/** The first of these wishes that we speak: a person's, their tenant's, their browser's; English if none. */
export function localeOf(...wishes: readonly (string | null | undefined)[]): Locale {
  return wishes.find(isLocale) ?? fallbackLocale;
}

function isLocale(wish: string | null | undefined): wish is Locale {
  return locales.some((locale) => locale === wish);
}

/** What `Intl` formats dates, numbers and lists by. */
export const intlTag: Readonly<Record<Locale, string>> = { en: 'en-GB', de: 'de-DE' };
