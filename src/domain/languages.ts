/** The languages that a tenant can write its mails in, by ISO 639-1 code, each with its own name for itself. */
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
