/** The languages in which a tenant can word its mails, by their ISO 639-1 codes, with their names in themselves. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  es: 'Español',
  pt: 'Português',
  nl: 'Nederlands',
  da: 'Dansk',
  sv: 'Svenska',
  fi: 'Suomi',
  pl: 'Polski',
  cs: 'Čeština',
  sk: 'Slovenčina',
  sl: 'Slovenščina',
  hu: 'Magyar',
  ro: 'Română',
  hr: 'Hrvatski',
  tr: 'Türkçe',
  uk: 'Українська',
} as const satisfies Readonly<Record<string, string>>;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly Language[];
