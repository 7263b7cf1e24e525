import { type Language, languages } from '../../src/domain/languages.ts';
import type { Preferences } from '../../src/host/identity/preferences.ts';
import { locales } from '../../src/domain/locale.ts';
import { message, type Text } from '../../src/locales/message.ts';
import { timeZones } from '../../src/locales/time-zones.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { TenantReading } from '../../src/settings/tenant-reading.ts';

type Chosen = Pick<Preferences, 'language' | 'timeZone'>;
type Option = Readonly<{ value: string; label: string }>;

/** The languages to choose from: those that we speak, and the one that the person has chosen for mails so far. */
export function languagesFor({ language }: Chosen): Language[] {
  return [...new Set<Language>([...locales, ...(language === null ? [] : [language])])];
}

/** The time zones to choose from; a name that is no longer among them stays with whoever has chosen it. */
export function timeZonesFor({ timeZone }: Chosen): string[] {
  return [...new Set([...timeZones, ...(timeZone === null ? [] : [timeZone])])];
}

/** The languages as options, each by its own name for itself; the tenant's first. */
export function languageOptions({ t }: Translator, now: Chosen, tenant: TenantReading): Option[] {
  const ofTenant =
    tenant.language === null
      ? t('me.preferences.language_of_browser')
      : t('me.preferences.language_of_organisation', { language: languages[tenant.language] });
  return [{ value: '', label: ofTenant }, ...languagesFor(now).map((value) => ({ value, label: languages[value] }))];
}

/** The time zones as options; the tenant's first. */
export function timeZoneOptions({ t }: Translator, now: Chosen, tenant: TenantReading): Option[] {
  const ofTenant = t('me.preferences.time_zone_of_organisation', { zone: tenant.timeZone ?? 'UTC' });
  return [{ value: '', label: ofTenant }, ...timeZonesFor(now).map((value) => ({ value, label: value }))];
}

/** What the choice of a language is for; whoever has chosen one that pages do not speak is told what becomes of it. */
export function languageHint({ language }: Chosen): Text {
  if (language === null || locales.some((locale) => locale === language)) return 'me.preferences.language_hint';
  return message('me.preferences.language_hint_other', { language: languages[language] });
}
